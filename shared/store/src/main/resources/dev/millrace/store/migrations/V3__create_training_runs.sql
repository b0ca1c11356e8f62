-- Training runs: what was tried, when, and how it ended.
CREATE TABLE training_run (
    id uuid NOT NULL,
    model text COLLATE "C" NOT NULL,
    trigger text NOT NULL,
    scheduled_for timestamptz,
    state text NOT NULL,
    started timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended timestamptz,
    snapshot_hash text,
    settings_hash text,
    code_version text,
    version integer,
    message text,
    detail jsonb,
    judged boolean NOT NULL DEFAULT false,
    CONSTRAINT training_run_pkey PRIMARY KEY (id),
    CONSTRAINT training_run_one_a_minute UNIQUE (model, scheduled_for),
    CONSTRAINT training_run_version_fkey FOREIGN KEY (model, version) REFERENCES model_version (model, version),
    CONSTRAINT training_run_state_known
        CHECK (state IN ('running', 'published', 'rejected', 'unchanged', 'failed', 'abandoned')),
    CONSTRAINT training_run_ended_or_running CHECK ((state = 'running') = (ended IS NULL))
);
CREATE INDEX training_run_recent ON training_run (model, started DESC);
COMMENT ON TABLE training_run IS
    'Every training run; scheduled_for is the minute of a schedule, unique so that two replicas never run it twice.';
GRANT SELECT, INSERT ON training_run TO millrace_train;
GRANT UPDATE (state, ended, snapshot_hash, settings_hash, code_version, version, message, detail, judged)
    ON training_run TO millrace_train;
