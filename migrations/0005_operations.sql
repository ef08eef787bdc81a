-- What monitoring adds up, from here on: numbers that only grow, whatever is removed of the jobs that they came from.
-- They grow with what they count, in its transaction, by a step into one page.
CREATE TABLE counters (
    name TEXT NOT NULL,
    endpoint TEXT NOT NULL DEFAULT '',  -- '' for what belongs to none
    label TEXT NOT NULL DEFAULT '',  -- an outcome, a kind, a state, or the upper bound of a histogram's bucket
    value INTEGER NOT NULL CHECK (value >= 0),
    PRIMARY KEY (name, endpoint, label)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER jobs_ended AFTER UPDATE OF state ON jobs
WHEN OLD.state <> NEW.state AND NEW.state IN ('completed', 'failed', 'cancelled') BEGIN
    INSERT INTO counters (name, label, value) VALUES ('jobs_ended', NEW.state, 1)
    ON CONFLICT DO UPDATE SET value = value + 1;
END;

-- The oldest of those that have ended, for their removal; and whether a document is still that of a job.
CREATE INDEX jobs_by_end ON jobs (state, finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX jobs_of_document ON jobs (document_id);
-- As before, but of use for the foreign key too: else each daemon that takes its leave looks at every segment there is.
DROP INDEX segments_leased;
CREATE INDEX segments_leased ON segments (lease_owner) WHERE lease_owner IS NOT NULL;

-- A file that a job was to write stays a translation, and nothing to translate, when that job is removed.
ALTER TABLE outputs ADD COLUMN outlives_job INTEGER NOT NULL DEFAULT 0 CHECK (outlives_job IN (0, 1));

-- How much text is still to be translated, kept count of as the jobs are: when all will be ready is asked at a glance.
ALTER TABLE job_counts ADD COLUMN characters_left INTEGER NOT NULL DEFAULT 0;
UPDATE job_counts SET characters_left = left FROM (
    SELECT state, coalesce(endpoint, '') AS endpoint, sum(characters - characters_done) AS left FROM jobs GROUP BY 1, 2
) AS open WHERE open.state = job_counts.state AND open.endpoint = job_counts.endpoint;

DROP TRIGGER jobs_counted_in;
DROP TRIGGER jobs_counted_out;
DROP TRIGGER jobs_counted_over;
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

-- What requests cost, in millionths of the currency that the configuration names: whole numbers, so that sums are exact.
-- Prices are for a million tokens, as they were when the request was made; NULL where the endpoint has none.
ALTER TABLE attempts ADD COLUMN price_prompt INTEGER CHECK (price_prompt >= 0);
ALTER TABLE attempts ADD COLUMN price_completion INTEGER CHECK ((price_completion IS NULL) = (price_prompt IS NULL));
ALTER TABLE attempts ADD COLUMN cost INTEGER CHECK (cost >= 0);
-- 1 where the endpoint did not tell the tokens, and they were estimated from the text.
ALTER TABLE attempts ADD COLUMN cost_estimated INTEGER NOT NULL DEFAULT 0 CHECK (cost_estimated IN (0, 1));

-- The sum of its attempts; NULL before the first that had a price.
ALTER TABLE jobs ADD COLUMN cost INTEGER CHECK (cost >= 0);
ALTER TABLE jobs ADD COLUMN cost_estimated INTEGER NOT NULL DEFAULT 0 CHECK (cost_estimated IN (0, 1));
-- A job whose cost has reached this takes no further segment, and is paused for that reason when its last stream ends.
ALTER TABLE jobs ADD COLUMN max_cost INTEGER CHECK (max_cost > 0);
ALTER TABLE jobs ADD COLUMN pause_reason TEXT
    CHECK (pause_reason IS NULL OR (pause_reason = 'max_cost' AND state = 'paused'));
CREATE INDEX jobs_at_ceiling ON jobs (id) WHERE pause_reason IS NOT NULL;

-- The oldest that waits for anything but its own time.
CREATE INDEX jobs_held_up ON jobs (id) WHERE state = 'waiting' AND wait_reason <> 'schedule';

-- What was spent, by quarters of an hour: a day begins at a multiple of one in every time zone. Survives the jobs.
CREATE TABLE spending (
    quarter INTEGER NOT NULL,  -- since 1970, UTC
    endpoint TEXT NOT NULL,
    cost INTEGER NOT NULL CHECK (cost >= 0),
    PRIMARY KEY (quarter, endpoint)
) STRICT, WITHOUT ROWID;

-- As before, with one more reason.
CREATE TABLE new_gates (
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
INSERT INTO new_gates SELECT endpoint, reason, message, http_status, closed_at, opens_at, failures, probe FROM gates;
DROP TABLE gates;
ALTER TABLE new_gates RENAME TO gates;

-- Who is told of which ends of jobs, as the daemons that are there have it configured.
CREATE TABLE listeners (
    channel TEXT NOT NULL CHECK (channel IN ('command', 'webhook')),
    event TEXT NOT NULL CHECK (event IN ('completed', 'failed')),
    daemon_id INTEGER NOT NULL REFERENCES daemons (id) ON DELETE CASCADE,
    PRIMARY KEY (channel, event, daemon_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX listeners_of_daemon ON listeners (daemon_id);

-- What is to be told, and was: written by whatever ends a job, in its transaction, so that no crash comes between.
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
CREATE INDEX deliveries_of_job ON deliveries (job_id);
CREATE INDEX deliveries_due ON deliveries (channel, not_before) WHERE state = 'waiting';
CREATE INDEX deliveries_held ON deliveries (daemon_id) WHERE daemon_id IS NOT NULL;

CREATE TRIGGER jobs_told AFTER UPDATE OF state ON jobs
WHEN OLD.state <> NEW.state AND NEW.state IN ('completed', 'failed') BEGIN
    INSERT INTO deliveries (job_id, channel, event, message, not_before, created_at)
    SELECT NEW.id, channel, NEW.state, 'msg_' || lower(hex(randomblob(16))), NEW.finished_at, NEW.finished_at
    FROM (SELECT DISTINCT channel FROM listeners WHERE event = NEW.state);
END;
-- A job that is taken up again has not ended: what was not told of that end is told of the next.
CREATE TRIGGER jobs_taken_up AFTER UPDATE OF state ON jobs
WHEN OLD.state <> NEW.state AND OLD.state IN ('completed', 'failed') BEGIN
    DELETE FROM deliveries WHERE job_id = NEW.id AND state = 'waiting' AND event = OLD.state;
END;
