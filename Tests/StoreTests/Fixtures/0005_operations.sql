-- A queue as version 0.1.0 left it when it was killed in mid-stream; its schema is that of 0005_operations.
PRAGMA application_id = 0x746c6d63;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('0001_initial');
INSERT INTO grdb_migrations VALUES('0002_gates');
INSERT INTO grdb_migrations VALUES('0003_documents');
INSERT INTO grdb_migrations VALUES('0004_memory');
INSERT INTO grdb_migrations VALUES('0005_operations');
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
    bytes BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
INSERT INTO documents VALUES(1,X'6472bf692aaf270d5f9dc40c5ecab8f826ecc92425c8bac4d1ea69bcbbddaea4',X'48656c6c6f20776f726c642e0a',1795935864018);
INSERT INTO documents VALUES(2,X'886fad2d831aadb5f22024f60175407228e29be7efa094cd95766a7a9671c8ff',X'4f6e652074776f20746872656520666f757220666976652e0a',1795935865592);
INSERT INTO documents VALUES(3,X'f78b183ffac8996e7fa43a58f30741e785009532958f111d370832d5f165715e',X'506175736564207465787420686572652e0a',1795935866645);
INSERT INTO documents VALUES(4,X'c18dd0e425134458cd8191adb0ea91c863c459b916ccd70c8f56f15f808f5585',X'4c61746572207465787420686572652e0a',1795935866717);
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
    attempts INTEGER NOT NULL DEFAULT 0, title TEXT, uses_memory INTEGER NOT NULL DEFAULT 1 CHECK (uses_memory IN (0, 1)), path TEXT, former_id INTEGER, overwrites INTEGER NOT NULL DEFAULT 0 CHECK (overwrites IN (0, 1)), output_error TEXT, cost INTEGER CHECK (cost >= 0), cost_estimated INTEGER NOT NULL DEFAULT 0 CHECK (cost_estimated IN (0, 1)), max_cost INTEGER CHECK (max_cost > 0), pause_reason TEXT
    CHECK (pause_reason IS NULL OR (pause_reason = 'max_cost' AND state = 'paused')),
    -- A state has exactly what belongs to it.
    CHECK ((state = 'waiting') = (not_before IS NOT NULL)),
    CHECK ((state = 'waiting') = (wait_reason IS NOT NULL)),
    CHECK ((state = 'failed') = (error_kind IS NOT NULL)),
    CHECK ((error_kind IS NULL) = (error_message IS NULL) AND (error_kind IS NULL) = (error_hint IS NULL)),
    CHECK ((state IN ('completed', 'failed', 'cancelled')) = (finished_at IS NOT NULL)),
    CHECK (state <> 'completed' OR segments_done = segments)
) STRICT;
INSERT INTO jobs VALUES(1,1,X'52c49a53fc211e720a8c1fe7c8cfcac8a095daa62f56d7ddd5b4abee5bf608d8','standard input','text',NULL,'es',NULL,NULL,'','[]',NULL,0,NULL,'completed',NULL,NULL,NULL,NULL,NULL,1795935864018,1795935864123,1795935864143,1,1,13,13,1,NULL,1,NULL,NULL,0,NULL,NULL,0,NULL,NULL);
INSERT INTO jobs VALUES(2,2,X'cf0df39fe773abcb29cd542864bae9ad735157560b3fc28adb9d8d1bb9c38c01','standard input','text',NULL,'es',NULL,NULL,'','[]',NULL,0,NULL,'running',NULL,NULL,NULL,NULL,NULL,1795935865592,1795935865727,NULL,1,0,25,0,1,NULL,1,NULL,NULL,0,NULL,NULL,0,NULL,NULL);
INSERT INTO jobs VALUES(3,3,X'8c92e67eb1b62f1dce4bef202806d1cbde277a02c3dc52ec90d8963d54b6eb8e','standard input','text',NULL,'es',NULL,NULL,'','[]',NULL,0,NULL,'paused',NULL,NULL,NULL,NULL,NULL,1795935866645,NULL,NULL,1,0,18,0,0,NULL,1,NULL,NULL,0,NULL,NULL,0,NULL,NULL);
INSERT INTO jobs VALUES(4,4,X'2397ff42a2aaf78c3586a1fdd6f2c0e50a1ddc7f60d05a6acce7c209e26c2c03','standard input','text',NULL,'es',NULL,NULL,'','[]',NULL,0,NULL,'waiting',2054678400000,'schedule',NULL,NULL,NULL,1795935866717,NULL,NULL,1,0,17,0,0,NULL,1,NULL,NULL,0,NULL,NULL,0,NULL,NULL);
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
INSERT INTO daemons VALUES(1,'fixture','7e7d1fbb-59c7-4844-b370-db62bc972272','pid:[4026531836]',10368,1652114,'0.1.0',1795935864117,1795935865727);
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
    attempt_id INTEGER, manner TEXT CHECK (manner IN ('confirm', 'restart')), turned_down INTEGER NOT NULL DEFAULT 0 CHECK (turned_down >= 0), condemned INTEGER NOT NULL DEFAULT 0 CHECK (condemned IN (0, 1)), prompt TEXT, layout TEXT CHECK (layout IS NULL OR json_valid(layout)), warnings TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(warnings)), size_class INTEGER NOT NULL DEFAULT 0 CHECK (size_class BETWEEN 0 AND 3), heading TEXT, origin TEXT CHECK (origin IN ('memory', 'former')),
    UNIQUE (job_id, position),
    CHECK ((state = 'waiting') = (not_before IS NOT NULL AND wait_reason IS NOT NULL)),
    CHECK ((state = 'running') = (lease_owner IS NOT NULL)),
    CHECK ((state = 'running') = (attempt_id IS NOT NULL)),
    CHECK (kind = 'translatable' OR state = 'done')
) STRICT;
INSERT INTO segments VALUES(1,1,0,'translatable',replace('Hello world.\n','\n',char(10)),'Hola mundo','done',0,'',0,NULL,NULL,NULL,2,NULL,NULL,0,0,NULL,NULL,'[]',0,NULL,NULL);
INSERT INTO segments VALUES(2,2,0,'translatable',replace('One two three four five.\n','\n',char(10)),'','running',0,'',0,NULL,NULL,1,1,2,NULL,0,0,NULL,NULL,'[]',0,NULL,NULL);
INSERT INTO segments VALUES(3,3,0,'translatable',replace('Paused text here.\n','\n',char(10)),'','held',0,'',0,NULL,NULL,NULL,0,NULL,NULL,0,0,NULL,NULL,'[]',0,NULL,NULL);
INSERT INTO segments VALUES(4,4,0,'translatable',replace('Later text here.\n','\n',char(10)),'','waiting',0,'',0,2054678400000,'schedule',NULL,0,NULL,NULL,0,0,NULL,NULL,'[]',0,NULL,NULL);
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
    completion_tokens INTEGER, junction TEXT, price_prompt INTEGER CHECK (price_prompt >= 0), price_completion INTEGER CHECK ((price_completion IS NULL) = (price_prompt IS NULL)), cost INTEGER CHECK (cost >= 0), cost_estimated INTEGER NOT NULL DEFAULT 0 CHECK (cost_estimated IN (0, 1)),
    UNIQUE (segment_id, number),
    CHECK ((ended_at IS NULL) = (outcome IS NULL))
) STRICT;
INSERT INTO attempts VALUES(1,1,1,1,'default','fixture','fixture','continue',1,0,1795935864123,1795935864135,1795935864138,'completed',200,'stop',NULL,2,10,NULL,NULL,NULL,NULL,NULL,NULL,0);
INSERT INTO attempts VALUES(2,2,2,1,'default','fixture',NULL,'continue',2,0,1795935865727,1795935865732,NULL,NULL,NULL,NULL,NULL,0,0,NULL,NULL,NULL,NULL,NULL,NULL,0);
CREATE TABLE journal (
    id INTEGER PRIMARY KEY,
    attempt_id INTEGER NOT NULL,
    text TEXT NOT NULL
) STRICT;
INSERT INTO journal VALUES(1,1,'Hola mundo');
INSERT INTO journal VALUES(2,2,'Uno ');
INSERT INTO journal VALUES(3,2,'dos ');
INSERT INTO journal VALUES(4,2,'tres ');
INSERT INTO journal VALUES(5,2,'cuatro');
CREATE TABLE endpoints (
    name TEXT PRIMARY KEY,
    address BLOB NOT NULL CHECK (length(address) = 32),  -- SHA-256 of its base URL: at another address nothing of it holds
    position INTEGER,  -- in the order of the daemon that started last; NULL where that one has it not
    lessons TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(lessons))
) STRICT, WITHOUT ROWID;
INSERT INTO endpoints VALUES('default',X'c86e8aea36eaaff210ca8ac8536dc523d0ad2e4858844223ad842685d050ccf0',0,'[]');
CREATE TABLE answers (
    attempt_id INTEGER PRIMARY KEY REFERENCES attempts (id) ON DELETE CASCADE,
    text TEXT NOT NULL
) STRICT;
CREATE TABLE job_counts (
    state TEXT NOT NULL,
    endpoint TEXT NOT NULL,  -- '' lets the daemon choose
    jobs INTEGER NOT NULL CHECK (jobs >= 0), characters_left INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (state, endpoint)
) STRICT, WITHOUT ROWID;
INSERT INTO job_counts VALUES('completed','',1,0);
INSERT INTO job_counts VALUES('paused','',1,18);
INSERT INTO job_counts VALUES('queued','',0,0);
INSERT INTO job_counts VALUES('running','',1,25);
INSERT INTO job_counts VALUES('waiting','',1,17);
CREATE TABLE outputs (
    path TEXT NOT NULL,
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    job_id INTEGER NOT NULL,
    written_at INTEGER NOT NULL, outlives_job INTEGER NOT NULL DEFAULT 0 CHECK (outlives_job IN (0, 1)),
    PRIMARY KEY (path, sha256)
) STRICT, WITHOUT ROWID;
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
INSERT INTO memory VALUES(1,X'aa3ec16e6acc809d8b2818662276256abfd2f1b441cb51574933f3d4bd115d11',X'ba768b331fd86cec803be04e56ab2b3d4c0e98ef4ee4fcd4e72ad7cce61a1d1f','','es','Hello world.','Hola mundo',1795935864138);
CREATE TABLE counters (
    name TEXT NOT NULL,
    endpoint TEXT NOT NULL DEFAULT '',  -- '' for what belongs to none
    label TEXT NOT NULL DEFAULT '',  -- an outcome, a kind, a state, or the upper bound of a histogram's bucket
    value INTEGER NOT NULL CHECK (value >= 0),
    PRIMARY KEY (name, endpoint, label)
) STRICT, WITHOUT ROWID;
INSERT INTO counters VALUES('characters','default','',10);
INSERT INTO counters VALUES('chunks','default','',2);
INSERT INTO counters VALUES('first_text','default','100000',1);
INSERT INTO counters VALUES('first_text_microseconds','default','',12000);
INSERT INTO counters VALUES('jobs_ended','','completed',1);
INSERT INTO counters VALUES('requests','default','completed',1);
CREATE TABLE spending (
    quarter INTEGER NOT NULL,  -- since 1970, UTC
    endpoint TEXT NOT NULL,
    cost INTEGER NOT NULL CHECK (cost >= 0),
    PRIMARY KEY (quarter, endpoint)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS "gates" (
    endpoint TEXT PRIMARY KEY,
    reason TEXT NOT NULL CHECK (
        reason IN ('rate_limited', 'overloaded', 'unauthorized', 'payment_required', 'unreachable', 'budget')),
    message TEXT NOT NULL,
    http_status INTEGER,
    closed_at INTEGER NOT NULL,
    opens_at INTEGER NOT NULL,
    failures INTEGER NOT NULL CHECK (failures > 0),
    probe INTEGER  -- the attempt that asks first; over when that attempt has ended
) STRICT, WITHOUT ROWID;
CREATE TABLE listeners (
    channel TEXT NOT NULL CHECK (channel IN ('command', 'webhook')),
    event TEXT NOT NULL CHECK (event IN ('completed', 'failed')),
    daemon_id INTEGER NOT NULL REFERENCES daemons (id) ON DELETE CASCADE,
    PRIMARY KEY (channel, event, daemon_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    job_id INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    channel TEXT NOT NULL CHECK (channel IN ('command', 'webhook')),
    event TEXT NOT NULL CHECK (event IN ('completed', 'failed')),
    message TEXT NOT NULL UNIQUE,  -- the same each time that it is told, so that repeats are known
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'failed')),
    tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
    not_before INTEGER,
    error TEXT,  -- of the last try
    created_at INTEGER NOT NULL,
    ended_at INTEGER,
    daemon_id INTEGER REFERENCES daemons (id) ON DELETE SET NULL,  -- who tells it now; gone with that daemon
    CHECK ((state = 'waiting') = (not_before IS NOT NULL)),
    CHECK ((state = 'waiting') = (ended_at IS NULL)),
    CHECK (daemon_id IS NULL OR state = 'waiting')
) STRICT;
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('jobs',4);
INSERT INTO sqlite_sequence VALUES('daemons',1);
INSERT INTO sqlite_sequence VALUES('deliveries',0);
INSERT INTO sqlite_sequence VALUES('attempts',2);
CREATE UNIQUE INDEX jobs_identity ON jobs (identity) WHERE identity IS NOT NULL;
CREATE INDEX jobs_by_state ON jobs (state, id);
CREATE INDEX jobs_due ON jobs (not_before) WHERE state = 'waiting';
CREATE INDEX jobs_to_finish ON jobs (id) WHERE state IN ('queued', 'running') AND segments_done = segments;
CREATE INDEX segments_claim ON segments (endpoint, priority DESC, job_id, position) WHERE state = 'pending';
CREATE INDEX segments_due ON segments (not_before) WHERE state = 'waiting';
CREATE INDEX segments_open ON segments (job_id, state, not_before) WHERE state <> 'done';
CREATE INDEX attempts_of_job ON attempts (job_id);
CREATE INDEX attempts_live ON attempts (journal_start) WHERE ended_at IS NULL;
CREATE INDEX jobs_queued ON jobs (endpoint, id) WHERE state = 'queued';
CREATE INDEX segments_claim_small ON segments (endpoint, priority DESC, size_class, job_id, position)
WHERE state = 'pending';
CREATE INDEX jobs_by_path ON jobs (path, target_language, id) WHERE path IS NOT NULL;
CREATE TRIGGER jobs_ended AFTER UPDATE OF state ON jobs
WHEN OLD.state <> NEW.state AND NEW.state IN ('completed', 'failed', 'cancelled') BEGIN
    INSERT INTO counters (name, label, value) VALUES ('jobs_ended', NEW.state, 1)
    ON CONFLICT DO UPDATE SET value = value + 1;
END;
CREATE INDEX jobs_by_end ON jobs (state, finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX jobs_of_document ON jobs (document_id);
CREATE INDEX segments_leased ON segments (lease_owner) WHERE lease_owner IS NOT NULL;
CREATE TRIGGER jobs_counted_in AFTER INSERT ON jobs BEGIN
    INSERT INTO job_counts (state, endpoint, jobs, characters_left)
    VALUES (NEW.state, coalesce(NEW.endpoint, ''), 1, NEW.characters - NEW.characters_done)
    ON CONFLICT DO UPDATE SET jobs = jobs + 1, characters_left = characters_left + excluded.characters_left;
END;
CREATE TRIGGER jobs_counted_out AFTER DELETE ON jobs BEGIN
    UPDATE job_counts SET jobs = jobs - 1, characters_left = characters_left - (OLD.characters - OLD.characters_done)
    WHERE state = OLD.state AND endpoint = coalesce(OLD.endpoint, '');
END;
CREATE TRIGGER jobs_counted_over AFTER UPDATE OF state, characters, characters_done ON jobs
WHEN OLD.state <> NEW.state BEGIN
    UPDATE job_counts SET jobs = jobs - 1, characters_left = characters_left - (OLD.characters - OLD.characters_done)
    WHERE state = OLD.state AND endpoint = coalesce(OLD.endpoint, '');
    INSERT INTO job_counts (state, endpoint, jobs, characters_left)
    VALUES (NEW.state, coalesce(NEW.endpoint, ''), 1, NEW.characters - NEW.characters_done)
    ON CONFLICT DO UPDATE SET jobs = jobs + 1, characters_left = characters_left + excluded.characters_left;
END;
CREATE TRIGGER jobs_progressed AFTER UPDATE OF characters, characters_done ON jobs
WHEN OLD.state = NEW.state AND OLD.characters - OLD.characters_done <> NEW.characters - NEW.characters_done BEGIN
    UPDATE job_counts SET
        characters_left = characters_left + (NEW.characters - NEW.characters_done) - (OLD.characters - OLD.characters_done)
    WHERE state = NEW.state AND endpoint = coalesce(NEW.endpoint, '');
END;
CREATE INDEX jobs_at_ceiling ON jobs (id) WHERE pause_reason IS NOT NULL;
CREATE INDEX jobs_held_up ON jobs (id) WHERE state = 'waiting' AND wait_reason <> 'schedule';
CREATE INDEX listeners_of_daemon ON listeners (daemon_id);
CREATE INDEX deliveries_of_job ON deliveries (job_id);
CREATE INDEX deliveries_due ON deliveries (channel, not_before) WHERE state = 'waiting';
CREATE INDEX deliveries_held ON deliveries (daemon_id) WHERE daemon_id IS NOT NULL;
CREATE TRIGGER jobs_told AFTER UPDATE OF state ON jobs
WHEN OLD.state <> NEW.state AND NEW.state IN ('completed', 'failed') BEGIN
    INSERT INTO deliveries (job_id, channel, event, message, not_before, created_at)
    SELECT NEW.id, channel, NEW.state, 'msg_' || lower(hex(randomblob(16))), NEW.finished_at, NEW.finished_at
    FROM (SELECT DISTINCT channel FROM listeners WHERE event = NEW.state);
END;
CREATE TRIGGER jobs_taken_up AFTER UPDATE OF state ON jobs
WHEN OLD.state <> NEW.state AND OLD.state IN ('completed', 'failed') BEGIN
    DELETE FROM deliveries WHERE job_id = NEW.id AND state = 'waiting' AND event = OLD.state;
END;
COMMIT;
