-- The table of `PostgresStore`. All of it runs in one transaction; the lock lets one of several
-- processes that start at once make the table.
SELECT pg_advisory_xact_lock(hashtext('alipay_work'));

CREATE TABLE IF NOT EXISTS alipay_work (
    key text PRIMARY KEY,
    owner text NOT NULL,            -- empty after the work was released
    claims bigint NOT NULL DEFAULT 1, -- how often it was started
    lease_until timestamptz NOT NULL,
    state text NOT NULL,
    outcome text,
    finished_at timestamptz
);

CREATE INDEX IF NOT EXISTS alipay_work_unfinished
    ON alipay_work (lease_until) WHERE outcome IS NULL;

CREATE INDEX IF NOT EXISTS alipay_work_finished
    ON alipay_work (finished_at) WHERE outcome IS NOT NULL;
