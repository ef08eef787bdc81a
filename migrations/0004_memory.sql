-- How many segments a job has, roughly: a page need not wait behind a book. Repeats the job's, for the claim's index.
ALTER TABLE segments ADD COLUMN size_class INTEGER NOT NULL DEFAULT 0 CHECK (size_class BETWEEN 0 AND 3);
UPDATE segments SET size_class =
    (SELECT CASE WHEN segments <= 4 THEN 0 WHEN segments <= 32 THEN 1 WHEN segments <= 256 THEN 2 ELSE 3 END
     FROM jobs WHERE id = job_id)
WHERE state <> 'done';
CREATE INDEX segments_claim_small ON segments (endpoint, priority DESC, size_class, job_id, position)
WHERE state = 'pending';

-- What a model is told of a segment's surroundings, and where a translation comes from that no model was asked for.
ALTER TABLE segments ADD COLUMN heading TEXT;
ALTER TABLE segments ADD COLUMN origin TEXT CHECK (origin IN ('memory', 'former'));
ALTER TABLE jobs ADD COLUMN title TEXT;
ALTER TABLE jobs ADD COLUMN uses_memory INTEGER NOT NULL DEFAULT 1 CHECK (uses_memory IN (0, 1));

-- A document's later version is known by the file that it comes from.
ALTER TABLE jobs ADD COLUMN path TEXT;
ALTER TABLE jobs ADD COLUMN former_id INTEGER;  -- the job whose translation was kept where nothing changed
CREATE INDEX jobs_by_path ON jobs (path, target_language, id) WHERE path IS NOT NULL;

-- Whether a job may replace a file that this program has not written; and why its document could not be written.
ALTER TABLE jobs ADD COLUMN overwrites INTEGER NOT NULL DEFAULT 0 CHECK (overwrites IN (0, 1));
UPDATE jobs SET overwrites = 1 WHERE output_path IS NOT NULL;  -- such files were looked at when the job was added
ALTER TABLE jobs ADD COLUMN output_error TEXT;

-- All that was ever written into files, noted before it is: a file that holds one of these may be replaced.
CREATE TABLE outputs (
    path TEXT NOT NULL,
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    job_id INTEGER NOT NULL,
    written_at INTEGER NOT NULL,
    PRIMARY KEY (path, sha256)
) STRICT, WITHOUT ROWID;

-- The translation memory: texts with their translations, apart from the documents that they came from.
CREATE TABLE memory (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL CHECK (length(digest) = 32),  -- SHA-256 of source
    terms BLOB NOT NULL CHECK (length(terms) IN (0, 32)),  -- of glossary and instructions; empty for what was imported
    source_language TEXT NOT NULL,  -- '' where it was not told
    target_language TEXT NOT NULL,
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (digest, target_language, source_language, terms)
) STRICT;
