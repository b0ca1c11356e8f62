-- The registry: versions with their bytes, aliases, and who moved them when.
CREATE TABLE model (
    name text COLLATE "C" NOT NULL,
    newest_version integer NOT NULL,
    CONSTRAINT model_pkey PRIMARY KEY (name),
    CONSTRAINT model_newest_version_positive CHECK (newest_version > 0)
);
COMMENT ON TABLE model IS 'Models with a version; its row is the lock that makes changes of one model wait for each other.';
GRANT SELECT, INSERT, UPDATE (newest_version) ON model TO millrace_train;

CREATE TABLE model_version (
    model text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    status text NOT NULL,
    bytes bytea NOT NULL,
    sha256 text NOT NULL,
    metrics jsonb NOT NULL,
    lineage jsonb NOT NULL,
    parent integer,
    created timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT model_version_pkey PRIMARY KEY (model, version),
    CONSTRAINT model_version_model_fkey FOREIGN KEY (model) REFERENCES model (name),
    CONSTRAINT model_version_parent_fkey FOREIGN KEY (model, parent) REFERENCES model_version (model, version),
    CONSTRAINT model_version_parent_before CHECK (parent < version),
    CONSTRAINT model_version_status_known CHECK (status IN ('published', 'rejected')),
    CONSTRAINT model_version_sha256_matches CHECK (sha256 = encode(sha256(bytes), 'hex'))
);
ALTER TABLE model_version ALTER COLUMN bytes SET STORAGE EXTERNAL; -- float arrays do not shrink
COMMENT ON TABLE model_version IS 'Every version that was trained, with its bytes; never changed, never deleted.';
GRANT SELECT, INSERT ON model_version TO millrace_train;
GRANT SELECT ON model_version TO millrace_predict;
GRANT SELECT (model, version, status, sha256, metrics, lineage, parent, created) ON model_version TO millrace_clean;

CREATE TABLE version_mark (
    model text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    generation integer NOT NULL,
    partition integer NOT NULL,
    first_offset bigint NOT NULL,
    next_offset bigint NOT NULL,
    CONSTRAINT version_mark_pkey PRIMARY KEY (model, version, generation, partition),
    CONSTRAINT version_mark_version_fkey FOREIGN KEY (model, version) REFERENCES model_version (model, version)
);
COMMENT ON TABLE version_mark IS 'The snapshot a version was trained from: all rows below these marks.';
GRANT SELECT, INSERT ON version_mark TO millrace_train;
GRANT SELECT ON version_mark TO millrace_clean;

CREATE TABLE model_alias (
    model text COLLATE "C" NOT NULL,
    alias text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    CONSTRAINT model_alias_pkey PRIMARY KEY (model, alias),
    CONSTRAINT model_alias_version_fkey FOREIGN KEY (model, version) REFERENCES model_version (model, version)
);
COMMENT ON TABLE model_alias IS 'Which version champion, previous and other names mean now.';
GRANT SELECT, INSERT, UPDATE (version) ON model_alias TO millrace_train;
GRANT SELECT ON model_alias TO millrace_predict;

CREATE TABLE alias_history (
    change bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    model text COLLATE "C" NOT NULL,
    alias text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    from_version integer,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    changed_by text NOT NULL,
    reason text NOT NULL,
    CONSTRAINT alias_history_pkey PRIMARY KEY (change),
    CONSTRAINT alias_history_version_fkey FOREIGN KEY (model, version) REFERENCES model_version (model, version),
    CONSTRAINT alias_history_from_fkey FOREIGN KEY (model, from_version) REFERENCES model_version (model, version),
    CONSTRAINT alias_history_moves CHECK (version IS DISTINCT FROM from_version)
);
CREATE INDEX alias_history_by_model ON alias_history (model, alias, change DESC);
COMMENT ON TABLE alias_history IS 'Every move of an alias: when, by whom, why; append-only.';
GRANT SELECT, INSERT ON alias_history TO millrace_train;
GRANT SELECT ON alias_history TO millrace_predict;

-- Rights keep the functions from it; this keeps the owner from it too.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
REVOKE ALL ON FUNCTION refuse_change() FROM PUBLIC;
COMMENT ON FUNCTION refuse_change() IS 'Trigger of the append-only tables of the registry.';
CREATE TRIGGER model_version_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON model_version
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER version_mark_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON version_mark
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER alias_history_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON alias_history
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
