-- A queue as version 0.1.0 left it when it was killed in mid-stream; its schema is that of 0002_gates.
PRAGMA application_id = 0x746c6d63;
BEGIN TRANSACTION;
CREATE TABLE answers (
    attempt_id INTEGER PRIMARY KEY REFERENCES attempts (id) ON DELETE CASCADE,
    text TEXT NOT NULL
) STRICT;
INSERT INTO "answers" VALUES(2,'Hola mundo.');
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
    completion_tokens INTEGER, junction TEXT,
    UNIQUE (segment_id, number),
    CHECK ((ended_at IS NULL) = (outcome IS NULL))
) STRICT;
INSERT INTO "attempts" VALUES(1,1,1,1,'default','m',NULL,'continue',1,0,1795455393402,NULL,1795455393425,'interrupted',NULL,NULL,'no connection: Connection refused',0,0,NULL,NULL,NULL);
INSERT INTO "attempts" VALUES(2,1,1,2,'default','m','m','continue',1,0,1795455394420,1795455394438,1795455394502,'completed',200,'stop',NULL,3,11,NULL,NULL,NULL);
INSERT INTO "attempts" VALUES(3,2,2,1,'default','m',NULL,'continue',4,0,1795455395627,1795455395642,NULL,NULL,NULL,NULL,NULL,0,0,NULL,NULL,NULL);
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
INSERT INTO "daemons" VALUES(1,'fixture','8987103b-3e04-44cb-9d43-d9582ce0a2d1','pid:[4026531836]',3747,3384255,'0.1.0',1795455393392,1795455395627);
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
    bytes BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
INSERT INTO "documents" VALUES(1,X'6472BF692AAF270D5F9DC40C5ECAB8F826ECC92425C8BAC4D1EA69BCBBDDAEA4',X'48656C6C6F20776F726C642E0A',1795455393244);
INSERT INTO "documents" VALUES(2,X'886FAD2D831AADB5F22024F60175407228E29BE7EFA094CD95766A7A9671C8FF',X'4F6E652074776F20746872656520666F757220666976652E0A',1795455395413);
INSERT INTO "documents" VALUES(3,X'F78B183FFAC8996E7FA43A58F30741E785009532958F111D370832D5F165715E',X'506175736564207465787420686572652E0A',1795455395494);
INSERT INTO "documents" VALUES(4,X'C18DD0E425134458CD8191ADB0EA91C863C459B916CCD70C8F56F15F808F5585',X'4C61746572207465787420686572652E0A',1795455395641);
CREATE TABLE endpoints (
    name TEXT PRIMARY KEY,
    address BLOB NOT NULL CHECK (length(address) = 32),  -- SHA-256 of its base URL: at another address nothing of it holds
    position INTEGER,  -- in the order of the daemon that started last; NULL where that one has it not
    lessons TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(lessons))
) STRICT, WITHOUT ROWID;
INSERT INTO "endpoints" VALUES('default',X'55046D10DFA75C6B362A115F6D74C06232FC30FCF92331C74846D6D7EE35DE1F',0,'[]');
CREATE TABLE gates (
    endpoint TEXT PRIMARY KEY,
    reason TEXT NOT NULL
        CHECK (reason IN ('rate_limited', 'overloaded', 'unauthorized', 'payment_required', 'unreachable')),
    message TEXT NOT NULL,
    http_status INTEGER,
    closed_at INTEGER NOT NULL,
    opens_at INTEGER NOT NULL,
    failures INTEGER NOT NULL CHECK (failures > 0),
    probe INTEGER  -- the attempt that asks first; over when that attempt has ended
) STRICT, WITHOUT ROWID;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO "grdb_migrations" VALUES('0001_initial');
INSERT INTO "grdb_migrations" VALUES('0002_gates');
CREATE TABLE job_counts (
    state TEXT NOT NULL,
    endpoint TEXT NOT NULL,  -- '' lets the daemon choose
    jobs INTEGER NOT NULL CHECK (jobs >= 0),
    PRIMARY KEY (state, endpoint)
) STRICT, WITHOUT ROWID;
INSERT INTO "job_counts" VALUES('completed','',1);
INSERT INTO "job_counts" VALUES('paused','',1);
INSERT INTO "job_counts" VALUES('queued','',0);
INSERT INTO "job_counts" VALUES('running','',1);
INSERT INTO "job_counts" VALUES('waiting','',1);
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
INSERT INTO "jobs" VALUES(1,1,X'52C49A53FC211E720A8C1FE7C8CFCAC8A095DAA62F56D7DDD5B4ABEE5BF608D8','done.txt','text',NULL,'es',NULL,NULL,'','[]',NULL,0,NULL,'completed',NULL,NULL,NULL,NULL,NULL,1795455393244,1795455393402,1795455394510,1,1,13,13,2);
INSERT INTO "jobs" VALUES(2,2,X'CF0DF39FE773ABCB29CD542864BAE9AD735157560B3FC28ADB9D8D1BB9C38C01','running.txt','text',NULL,'es',NULL,NULL,'','[]',NULL,0,NULL,'running',NULL,NULL,NULL,NULL,NULL,1795455395413,1795455395627,NULL,1,0,25,0,1);
INSERT INTO "jobs" VALUES(3,3,X'8C92E67EB1B62F1DCE4BEF202806D1CBDE277A02C3DC52EC90D8963D54B6EB8E','paused.txt','text',NULL,'es',NULL,NULL,'','[]',NULL,0,NULL,'paused',NULL,NULL,NULL,NULL,NULL,1795455395494,NULL,NULL,1,0,18,0,0);
INSERT INTO "jobs" VALUES(4,4,X'08E067F7A0224E33C499893B35DC7AB4C2FB5E091B07F93A295A7CD990C194DB','later.txt','text',NULL,'de',NULL,NULL,'','[]',NULL,0,NULL,'waiting',2119455395641,'schedule',NULL,NULL,NULL,1795455395641,NULL,NULL,1,0,17,0,0);
CREATE TABLE journal (
    id INTEGER PRIMARY KEY,
    attempt_id INTEGER NOT NULL,
    text TEXT NOT NULL
) STRICT;
INSERT INTO "journal" VALUES(1,2,'Hola');
INSERT INTO "journal" VALUES(2,2,' mundo');
INSERT INTO "journal" VALUES(3,2,'.');
INSERT INTO "journal" VALUES(4,3,'Uno');
INSERT INTO "journal" VALUES(5,3,' dos');
INSERT INTO "journal" VALUES(6,3,' tres');
INSERT INTO "journal" VALUES(7,3,' cuatro');
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
    attempt_id INTEGER, manner TEXT CHECK (manner IN ('confirm', 'restart')), turned_down INTEGER NOT NULL DEFAULT 0 CHECK (turned_down >= 0), condemned INTEGER NOT NULL DEFAULT 0 CHECK (condemned IN (0, 1)),
    UNIQUE (job_id, position),
    CHECK ((state = 'waiting') = (not_before IS NOT NULL AND wait_reason IS NOT NULL)),
    CHECK ((state = 'running') = (lease_owner IS NOT NULL)),
    CHECK ((state = 'running') = (attempt_id IS NOT NULL)),
    CHECK (kind = 'translatable' OR state = 'done')
) STRICT;
INSERT INTO "segments" VALUES(1,1,0,'translatable','Hello world.
','Hola mundo.','done',0,'',0,NULL,NULL,NULL,4,NULL,NULL,0,0);
INSERT INTO "segments" VALUES(2,2,0,'translatable','One two three four five.
','','running',0,'',0,NULL,NULL,1,1,3,NULL,0,0);
INSERT INTO "segments" VALUES(3,3,0,'translatable','Paused text here.
','','held',0,'',0,NULL,NULL,NULL,0,NULL,NULL,0,0);
INSERT INTO "segments" VALUES(4,4,0,'translatable','Later text here.
','','waiting',0,'',0,2119455395641,'schedule',NULL,0,NULL,NULL,0,0);
CREATE UNIQUE INDEX jobs_identity ON jobs (identity) WHERE identity IS NOT NULL;
CREATE INDEX jobs_by_state ON jobs (state, id);
CREATE INDEX jobs_due ON jobs (not_before) WHERE state = 'waiting';
CREATE INDEX jobs_to_finish ON jobs (id) WHERE state IN ('queued', 'running') AND segments_done = segments;
CREATE INDEX segments_claim ON segments (endpoint, priority DESC, job_id, position) WHERE state = 'pending';
CREATE INDEX segments_due ON segments (not_before) WHERE state = 'waiting';
CREATE INDEX segments_leased ON segments (lease_owner) WHERE state = 'running';
CREATE INDEX segments_open ON segments (job_id, state, not_before) WHERE state <> 'done';
CREATE INDEX attempts_of_job ON attempts (job_id);
CREATE INDEX attempts_live ON attempts (journal_start) WHERE ended_at IS NULL;
CREATE INDEX jobs_queued ON jobs (endpoint, id) WHERE state = 'queued';
CREATE TRIGGER jobs_counted_in AFTER INSERT ON jobs BEGIN
    INSERT INTO job_counts (state, endpoint, jobs) VALUES (NEW.state, coalesce(NEW.endpoint, ''), 1)
    ON CONFLICT DO UPDATE SET jobs = jobs + 1;
END;
CREATE TRIGGER jobs_counted_out AFTER DELETE ON jobs BEGIN
    UPDATE job_counts SET jobs = jobs - 1 WHERE state = OLD.state AND endpoint = coalesce(OLD.endpoint, '');
END;
CREATE TRIGGER jobs_counted_over AFTER UPDATE OF state ON jobs WHEN OLD.state <> NEW.state BEGIN
    UPDATE job_counts SET jobs = jobs - 1 WHERE state = OLD.state AND endpoint = coalesce(OLD.endpoint, '');
    INSERT INTO job_counts (state, endpoint, jobs) VALUES (NEW.state, coalesce(NEW.endpoint, ''), 1)
    ON CONFLICT DO UPDATE SET jobs = jobs + 1;
END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('jobs',4);
INSERT INTO "sqlite_sequence" VALUES('daemons',1);
INSERT INTO "sqlite_sequence" VALUES('attempts',3);
COMMIT;
