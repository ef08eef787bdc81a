-- Times are integer milliseconds since 1970, UTC, and always passed in: nothing here reads a clock.

PRAGMA application_id = 0x746c6d63;  -- 'tlmc': tells this database from any other

-- A document's bytes, once, however many languages it goes into.
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
    bytes BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- One document into one language.
CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- a job's number is never given again
    document_id INTEGER NOT NULL REFERENCES documents (id),
    identity BLOB CHECK (length(identity) = 32),  -- what makes a repeated add the same job; NULL once it may be added again
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    source_language TEXT,
    target_language TEXT NOT NULL,
    endpoint TEXT,
    model TEXT,
    instructions TEXT NOT NULL DEFAULT '',
    glossary TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(glossary)),
    temperature REAL CHECK (temperature BETWEEN 0 AND 2),
    priority INTEGER NOT NULL DEFAULT 0,
    output_path TEXT,
    state TEXT NOT NULL
        CHECK (state IN ('queued', 'running', 'waiting', 'paused', 'completed', 'failed', 'cancelled')),
    not_before INTEGER,
    wait_reason TEXT CHECK (wait_reason IN ('schedule', 'backoff', 'endpoint', 'disk')),
    error_kind TEXT,
    error_message TEXT,
    error_hint TEXT,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    finished_at INTEGER,
    segments INTEGER NOT NULL CHECK (segments >= 0),
    segments_done INTEGER NOT NULL DEFAULT 0 CHECK (segments_done BETWEEN 0 AND segments),
    characters INTEGER NOT NULL CHECK (characters >= 0),
    characters_done INTEGER NOT NULL DEFAULT 0 CHECK (characters_done BETWEEN 0 AND characters),
    attempts INTEGER NOT NULL DEFAULT 0,
    -- A state has exactly what belongs to it.
    CHECK ((state = 'waiting') = (not_before IS NOT NULL)),
    CHECK ((state = 'waiting') = (wait_reason IS NOT NULL)),
    CHECK ((state = 'failed') = (error_kind IS NOT NULL)),
    CHECK ((error_kind IS NULL) = (error_message IS NULL) AND (error_kind IS NULL) = (error_hint IS NULL)),
    CHECK ((state IN ('completed', 'failed', 'cancelled')) = (finished_at IS NOT NULL)),
    CHECK (state <> 'completed' OR segments_done = segments)
) STRICT;

CREATE UNIQUE INDEX jobs_identity ON jobs (identity) WHERE identity IS NOT NULL;
CREATE INDEX jobs_by_state ON jobs (state, id);
CREATE INDEX jobs_due ON jobs (not_before) WHERE state = 'waiting';
CREATE INDEX jobs_to_finish ON jobs (id) WHERE state IN ('queued', 'running') AND segments_done = segments;

-- Counting a million jobs takes long, keeping count does not.
CREATE TABLE job_counts (
    state TEXT PRIMARY KEY,
    jobs INTEGER NOT NULL CHECK (jobs >= 0)
) STRICT, WITHOUT ROWID;
INSERT INTO job_counts (state, jobs)
VALUES ('queued', 0), ('running', 0), ('waiting', 0), ('paused', 0), ('completed', 0), ('failed', 0), ('cancelled', 0);
CREATE TRIGGER jobs_counted_in AFTER INSERT ON jobs BEGIN
    UPDATE job_counts SET jobs = jobs + 1 WHERE state = NEW.state;
END;
CREATE TRIGGER jobs_counted_out AFTER DELETE ON jobs BEGIN
    UPDATE job_counts SET jobs = jobs - 1 WHERE state = OLD.state;
END;
CREATE TRIGGER jobs_counted_over AFTER UPDATE OF state ON jobs WHEN OLD.state <> NEW.state BEGIN
    UPDATE job_counts SET jobs = jobs - 1 WHERE state = OLD.state;
    UPDATE job_counts SET jobs = jobs + 1 WHERE state = NEW.state;
END;

-- The processes that work on this database.
CREATE TABLE daemons (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    host TEXT NOT NULL,
    boot_id TEXT NOT NULL,
    pid_namespace TEXT NOT NULL,
    pid INTEGER NOT NULL,
    process_started INTEGER NOT NULL,  -- clock ticks since boot: tells a process from a later one of the same number
    version TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    heartbeat_at INTEGER NOT NULL
) STRICT;

-- A job's stretches of text. priority and endpoint repeat the job's, so that one index serves the claim.
CREATE TABLE segments (
    id INTEGER PRIMARY KEY,
    job_id INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 0),
    kind TEXT NOT NULL CHECK (kind IN ('translatable', 'verbatim')),
    source TEXT NOT NULL,
    text TEXT NOT NULL DEFAULT '',  -- everything received and joined so far; never gets shorter
    state TEXT NOT NULL CHECK (state IN ('pending', 'waiting', 'running', 'done', 'failed', 'held')),
    priority INTEGER NOT NULL,
    endpoint TEXT NOT NULL DEFAULT '',  -- '' lets the daemon choose
    tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),  -- in a row without new text
    not_before INTEGER,
    wait_reason TEXT,
    lease_owner INTEGER REFERENCES daemons (id),
    lease_epoch INTEGER NOT NULL DEFAULT 0,  -- grows with every change of hands; stands in every write of a worker
    attempt_id INTEGER,
    UNIQUE (job_id, position),
    CHECK ((state = 'waiting') = (not_before IS NOT NULL AND wait_reason IS NOT NULL)),
    CHECK ((state = 'running') = (lease_owner IS NOT NULL)),
    CHECK ((state = 'running') = (attempt_id IS NOT NULL)),
    CHECK (kind = 'translatable' OR state = 'done')
) STRICT;

CREATE INDEX segments_claim ON segments (endpoint, priority DESC, job_id, position) WHERE state = 'pending';
CREATE INDEX segments_due ON segments (not_before) WHERE state = 'waiting';
CREATE INDEX segments_leased ON segments (lease_owner) WHERE state = 'running';
-- What a job still has to do, without a look at what is done.
CREATE INDEX segments_open ON segments (job_id, state, not_before) WHERE state <> 'done';

-- Every request, and how it ended.
CREATE TABLE attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    job_id INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    segment_id INTEGER NOT NULL REFERENCES segments (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number > 0),
    endpoint TEXT NOT NULL,
    model TEXT NOT NULL,
    reply_model TEXT,
    mode TEXT NOT NULL CHECK (mode IN ('continue', 'prefill', 'prefix', 'partial', 'restart')),
    journal_start INTEGER NOT NULL,  -- no row of this attempt lies below
    prefix_characters INTEGER NOT NULL DEFAULT 0,
    started_at INTEGER NOT NULL,
    first_text_at INTEGER,
    ended_at INTEGER,
    outcome TEXT CHECK (outcome IN ('completed', 'interrupted', 'failed', 'stopped', 'crashed', 'withdrawn')),
    http_status INTEGER,
    finish_reason TEXT,
    error TEXT,
    chunks INTEGER NOT NULL DEFAULT 0,
    characters INTEGER NOT NULL DEFAULT 0,
    prompt_tokens INTEGER,
    completion_tokens INTEGER,
    UNIQUE (segment_id, number),
    CHECK ((ended_at IS NULL) = (outcome IS NULL))
) STRICT;

CREATE INDEX attempts_of_job ON attempts (job_id);
CREATE INDEX attempts_live ON attempts (journal_start) WHERE ended_at IS NULL;

-- The chunks of all streams as they came, append-only: one hot page, no index, trimmed from below as a log is.
-- The newest row always stays, so that a number is never given twice.
CREATE TABLE journal (
    id INTEGER PRIMARY KEY,
    attempt_id INTEGER NOT NULL,
    text TEXT NOT NULL
) STRICT;
