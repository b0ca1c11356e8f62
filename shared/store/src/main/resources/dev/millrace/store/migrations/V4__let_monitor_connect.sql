-- The role of whoever watches the server, as an exporter of metrics: it sees statistics, and no table of ours.
DO $$
BEGIN
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO millrace_monitor', current_database());
END
$$;
