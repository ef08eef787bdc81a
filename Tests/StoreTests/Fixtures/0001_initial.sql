-- A queue as version 0.1.0 left it when it was killed in mid-stream; its schema is that of 0001_initial.
PRAGMA application_id = 0x746c6d63;
BEGIN TRANSACTION;
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
INSERT INTO "attempts" VALUES(1,1,1,1,'default','m',NULL,'continue',1,0,1795442836336,1795442836353,1795442836557,'completed',200,'stop',NULL,10,53,NULL,NULL);
INSERT INTO "attempts" VALUES(2,2,2,1,'default','m',NULL,'continue',11,0,1795442836751,1795442836755,NULL,NULL,NULL,NULL,NULL,0,0,NULL,NULL);
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
INSERT INTO "daemons" VALUES(1,'fixture','8987103b-3e04-44cb-9d43-d9582ce0a2d1','pid:[4026531836]',6362,2128548,'0.1.0',1795442836335,1795442836751);
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
    bytes BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
INSERT INTO "documents" VALUES(1,X'9907EE0F38A656E2F3CF5916655440F26F10AF6FB45091AF7D9F8264525EE33D',X'4F6E652074776F20746872656520666F75722066697665207369782C20706C656173652066696E6973682E0A',1795442836139);
INSERT INTO "documents" VALUES(2,X'242C750099120D852A0EE047F897BAD111FBEBF2432B9AFB33852FFA28711012',X'4F6E652074776F20746872656520666F757220666976652073697820736576656E206569676874206E696E652074656E2E0A0A41207365636F6E64207061726167726170682E0A',1795442836639);
INSERT INTO "documents" VALUES(3,X'CFB6C0B5DCB37FE7F9AE5FDBAC43B7D5033853FA19375F012F09F17AAA3CBCAC',X'50617573656420746578742E0A',1795442836675);
INSERT INTO "documents" VALUES(4,X'A92387197570D8890AF6718E40D986C9822ACF23698939ED8E1C3F8B042F08BB',X'4C6174657220746578742E0A',1795442837847);
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO "grdb_migrations" VALUES('0001_initial');
CREATE TABLE job_counts (
    state TEXT PRIMARY KEY,
    jobs INTEGER NOT NULL CHECK (jobs >= 0)
) STRICT, WITHOUT ROWID;
INSERT INTO "job_counts" VALUES('cancelled',0);
INSERT INTO "job_counts" VALUES('completed',1);
INSERT INTO "job_counts" VALUES('failed',0);
INSERT INTO "job_counts" VALUES('paused',1);
INSERT INTO "job_counts" VALUES('queued',0);
INSERT INTO "job_counts" VALUES('running',1);
INSERT INTO "job_counts" VALUES('waiting',1);
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
INSERT INTO "jobs" VALUES(1,1,X'2035D631E060400D4CC206621EC76326B86B1012252E250CC557F4524ED6740C','done.txt','text',NULL,'es',NULL,NULL,'','[]',NULL,0,NULL,'completed',NULL,NULL,NULL,NULL,NULL,1795442836139,1795442836336,1795442836559,1,1,44,44,1);
INSERT INTO "jobs" VALUES(2,2,X'7B5D3B0B3D365F3007874FB7C08405E7F33CB6D3AE4534317F292721D8EF62A6','running.txt','text',NULL,'es',NULL,NULL,'','[]',NULL,0,NULL,'running',NULL,NULL,NULL,NULL,NULL,1795442836639,1795442836751,NULL,1,0,71,0,1);
INSERT INTO "jobs" VALUES(3,3,X'66D23A4DBD6CA06D10DF2E3CF79E08B7A986DB0957873AA07D431671163B74A3','paused.txt','text',NULL,'es',NULL,NULL,'','[]',NULL,0,NULL,'paused',NULL,NULL,NULL,NULL,NULL,1795442836675,NULL,NULL,1,0,13,0,0);
INSERT INTO "jobs" VALUES(4,4,X'049DABB67FF3E6CC30800AF28A8C329EB03E5C5104361E1B0E3E23FF0DC3D82A','later.txt','text',NULL,'de',NULL,NULL,'','[]',NULL,0,NULL,'waiting',2054642837847,'schedule',NULL,NULL,NULL,1795442837847,NULL,NULL,1,0,12,0,0);
CREATE TABLE journal (
    id INTEGER PRIMARY KEY,
    attempt_id INTEGER NOT NULL,
    text TEXT NOT NULL
) STRICT;
INSERT INTO "journal" VALUES(1,1,'Uno');
INSERT INTO "journal" VALUES(2,1,' dos');
INSERT INTO "journal" VALUES(3,1,' tres');
INSERT INTO "journal" VALUES(4,1,' cuatro');
INSERT INTO "journal" VALUES(5,1,' cinco');
INSERT INTO "journal" VALUES(6,1,' seis');
INSERT INTO "journal" VALUES(7,1,' siete');
INSERT INTO "journal" VALUES(8,1,' ocho');
INSERT INTO "journal" VALUES(9,1,' nueve');
INSERT INTO "journal" VALUES(10,1,' diez.');
INSERT INTO "journal" VALUES(11,2,'Uno');
INSERT INTO "journal" VALUES(12,2,' dos');
INSERT INTO "journal" VALUES(13,2,' tres');
INSERT INTO "journal" VALUES(14,2,' cuatro');
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
INSERT INTO "segments" VALUES(1,1,0,'translatable','One two three four five six, please finish.
','Uno dos tres cuatro cinco seis siete ocho nueve diez.','done',0,'',0,NULL,NULL,NULL,2,NULL);
INSERT INTO "segments" VALUES(2,2,0,'translatable','One two three four five six seven eight nine ten.

A second paragraph.
','','running',0,'',0,NULL,NULL,1,1,2);
INSERT INTO "segments" VALUES(3,3,0,'translatable','Paused text.
','','held',0,'',0,NULL,NULL,NULL,0,NULL);
INSERT INTO "segments" VALUES(4,4,0,'translatable','Later text.
','','waiting',0,'',0,2054642837847,'schedule',NULL,0,NULL);
CREATE UNIQUE INDEX jobs_identity ON jobs (identity) WHERE identity IS NOT NULL;
CREATE INDEX jobs_by_state ON jobs (state, id);
CREATE INDEX jobs_due ON jobs (not_before) WHERE state = 'waiting';
CREATE INDEX jobs_to_finish ON jobs (id) WHERE state IN ('queued', 'running') AND segments_done = segments;
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
CREATE INDEX segments_claim ON segments (endpoint, priority DESC, job_id, position) WHERE state = 'pending';
CREATE INDEX segments_due ON segments (not_before) WHERE state = 'waiting';
CREATE INDEX segments_leased ON segments (lease_owner) WHERE state = 'running';
CREATE INDEX segments_open ON segments (job_id, state, not_before) WHERE state <> 'done';
CREATE INDEX attempts_of_job ON attempts (job_id);
CREATE INDEX attempts_live ON attempts (journal_start) WHERE ended_at IS NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('jobs',4);
INSERT INTO "sqlite_sequence" VALUES('daemons',1);
INSERT INTO "sqlite_sequence" VALUES('attempts',2);
COMMIT;
