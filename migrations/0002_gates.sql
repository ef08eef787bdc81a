-- The endpoints as daemons have them configured, and what their refusals have taught.
CREATE TABLE endpoints (
    name TEXT PRIMARY KEY,
    address BLOB NOT NULL CHECK (length(address) = 32),  -- SHA-256 of its base URL: at another address nothing of it holds
    position INTEGER,  -- in the order of the daemon that started last; NULL where that one has it not
    lessons TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(lessons))
) STRICT, WITHOUT ROWID;

-- The endpoints that must not be asked now. A row is a closed gate, also when its time has come: one request asks
-- first, and its success takes the row away.
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

ALTER TABLE segments ADD COLUMN manner TEXT CHECK (manner IN ('confirm', 'restart'));
ALTER TABLE segments ADD COLUMN turned_down INTEGER NOT NULL DEFAULT 0 CHECK (turned_down >= 0);  -- answers that were no translation
ALTER TABLE segments ADD COLUMN condemned INTEGER NOT NULL DEFAULT 0 CHECK (condemned IN (0, 1));  -- its text is no translation: a retry begins anew
ALTER TABLE attempts ADD COLUMN junction TEXT;  -- how the answer joined what was there

-- The answers that were joined, broke off or were turned down, as they came: what the segment's text was made of.
CREATE TABLE answers (
    attempt_id INTEGER PRIMARY KEY REFERENCES attempts (id) ON DELETE CASCADE,
    text TEXT NOT NULL
) STRICT;

-- The newest of those that wait at an endpoint, or at any, without a look at the others.
CREATE INDEX jobs_queued ON jobs (endpoint, id) WHERE state = 'queued';

-- Jobs are counted by endpoint too: those behind a closed gate wait, though no row of theirs is touched.
DROP TRIGGER jobs_counted_in;
DROP TRIGGER jobs_counted_out;
DROP TRIGGER jobs_counted_over;
DROP TABLE job_counts;
CREATE TABLE job_counts (
    state TEXT NOT NULL,
    endpoint TEXT NOT NULL,  -- '' lets the daemon choose
    jobs INTEGER NOT NULL CHECK (jobs >= 0),
    PRIMARY KEY (state, endpoint)
) STRICT, WITHOUT ROWID;
INSERT INTO job_counts (state, endpoint, jobs)
SELECT state, coalesce(endpoint, ''), count(*) FROM jobs GROUP BY 1, 2;
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
