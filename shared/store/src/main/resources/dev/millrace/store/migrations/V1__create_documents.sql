-- Documents, dead letters and marks. Each role gets the rights it needs beside the table; PUBLIC gets none.
DO $$
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format(
        'GRANT CONNECT ON DATABASE %I TO millrace_clean, millrace_train, millrace_predict', current_database());
END
$$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO millrace_clean, millrace_train, millrace_predict;

CREATE TABLE topic (
    generation integer NOT NULL,
    topic_id text NOT NULL,
    partitions integer NOT NULL,
    began timestamptz NOT NULL DEFAULT now(),
    reason text NOT NULL,
    CONSTRAINT topic_pkey PRIMARY KEY (generation),
    CONSTRAINT topic_generation_positive CHECK (generation > 0),
    CONSTRAINT topic_partitions_positive CHECK (partitions > 0)
);
COMMENT ON TABLE topic IS
    'Generations of the topic documents.raw: a new one each time the topic was made anew or offsets were given up.';
GRANT SELECT, INSERT ON topic TO millrace_clean;
GRANT SELECT ON topic TO millrace_train;

CREATE TABLE mark (
    generation integer NOT NULL,
    partition integer NOT NULL,
    first_offset bigint NOT NULL,
    next_offset bigint NOT NULL,
    open boolean NOT NULL DEFAULT true,
    CONSTRAINT mark_pkey PRIMARY KEY (generation, partition),
    CONSTRAINT mark_topic_fkey FOREIGN KEY (generation) REFERENCES topic (generation),
    CONSTRAINT mark_partition_not_negative CHECK (partition >= 0),
    CONSTRAINT mark_first_not_negative CHECK (first_offset >= 0),
    CONSTRAINT mark_next_not_before_first CHECK (next_offset >= first_offset)
)
WITH (fillfactor = 50); -- few rows, updated with each batch: room for updates in place
COMMENT ON TABLE mark IS
    'How far each partition is handled: rows of document and dead_letter = next_offset - first_offset. Closed by the next generation.';
GRANT SELECT, INSERT, UPDATE (next_offset, open) ON mark TO millrace_clean;
GRANT SELECT ON mark TO millrace_train;

-- No foreign key to mark: a row is only ever written beside the update of its mark, and the check would cost each row.
CREATE TABLE document (
    generation integer NOT NULL,
    partition integer NOT NULL,
    record_offset bigint NOT NULL,
    redrive_of_generation integer,
    redrive_of_partition integer,
    redrive_of_offset bigint,
    first_generation integer NOT NULL GENERATED ALWAYS AS (coalesce(redrive_of_generation, generation)) STORED,
    first_offset bigint NOT NULL GENERATED ALWAYS AS (coalesce(redrive_of_offset, record_offset)) STORED,
    model text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    received bytea NOT NULL,
    cleaned_text text,
    cleaner_version integer NOT NULL,
    content_hash bytea,
    has_content boolean NOT NULL GENERATED ALWAYS AS (content_hash IS NOT NULL) STORED,
    label text,
    source text,
    trace_id text,
    accepted_at timestamptz NOT NULL,
    stored_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT document_pkey PRIMARY KEY (generation, partition, record_offset),
    CONSTRAINT document_redrive_of_whole
        CHECK (num_nulls(redrive_of_generation, redrive_of_partition, redrive_of_offset) IN (0, 3)),
    CONSTRAINT document_content_hash_length CHECK (octet_length(content_hash) = 32),
    CONSTRAINT document_cleaned_text_of_content CHECK (cleaned_text IS NULL OR content_hash IS NOT NULL),
    CONSTRAINT document_content_or_label CHECK (content_hash IS NOT NULL OR label IS NOT NULL)
);
ALTER TABLE document ALTER COLUMN received SET STORAGE EXTERNAL; -- compressed already
CREATE UNIQUE INDEX document_redrive_once
    ON document (redrive_of_generation, redrive_of_partition, redrive_of_offset)
    WHERE redrive_of_generation IS NOT NULL;
CREATE INDEX document_newest
    ON document (
        model, id, first_generation DESC, first_offset DESC, generation DESC, partition DESC, record_offset DESC
    )
    INCLUDE (has_content, label);
COMMENT ON TABLE document IS
    'Every revision of every document, append-only; received is the record''s value (zstd), content_hash is null for a labelling revision.';
GRANT SELECT, INSERT ON document TO millrace_clean;
GRANT SELECT ON document TO millrace_train;

CREATE VIEW current_document WITH (security_invoker = true) AS
SELECT
    content.model,
    content.id,
    content.generation,
    content.partition,
    content.record_offset,
    content.received,
    content.cleaned_text,
    content.cleaner_version,
    content.content_hash,
    labelled.label
FROM (
    SELECT
        max(ARRAY[first_generation, first_offset, generation, partition, record_offset])
            FILTER (WHERE has_content) AS content,
        max(ARRAY[first_generation, first_offset, generation, partition, record_offset])
            FILTER (WHERE label IS NOT NULL) AS label
    FROM document
    GROUP BY model, id
) AS newest
JOIN document AS content
    ON content.generation = newest.content[3]
    AND content.partition = newest.content[4]
    AND content.record_offset = newest.content[5]
LEFT JOIN document AS labelled
    ON labelled.generation = newest.label[3]
    AND labelled.partition = newest.label[4]
    AND labelled.record_offset = newest.label[5];
COMMENT ON VIEW current_document IS
    'Each document as it counts now: the newest content and the newest label, by the place where it was accepted first.';
GRANT SELECT ON current_document TO millrace_clean, millrace_train;

CREATE TABLE dead_letter (
    generation integer NOT NULL,
    partition integer NOT NULL,
    record_offset bigint NOT NULL,
    redrive_of_generation integer,
    redrive_of_partition integer,
    redrive_of_offset bigint,
    reason text COLLATE "C" NOT NULL,
    detail text NOT NULL,
    key bytea,
    value bytea,
    trace_id text,
    accepted_at timestamptz NOT NULL,
    stored_at timestamptz NOT NULL DEFAULT now(),
    redriven_to_generation integer,
    redriven_to_partition integer,
    redriven_to_offset bigint,
    redriven_at timestamptz,
    CONSTRAINT dead_letter_pkey PRIMARY KEY (generation, partition, record_offset),
    CONSTRAINT dead_letter_redrive_of_whole
        CHECK (num_nulls(redrive_of_generation, redrive_of_partition, redrive_of_offset) IN (0, 3)),
    CONSTRAINT dead_letter_redriven_whole
        CHECK (num_nulls(redriven_to_generation, redriven_to_partition, redriven_to_offset, redriven_at) IN (0, 4))
);
CREATE INDEX dead_letter_by_reason ON dead_letter (reason, generation, partition, record_offset);
COMMENT ON TABLE dead_letter IS
    'Records that could not become documents, with their original bytes; a redriven one stays and says where it was sent.';
GRANT SELECT, INSERT ON dead_letter TO millrace_clean;
GRANT UPDATE (redriven_to_generation, redriven_to_partition, redriven_to_offset, redriven_at)
    ON dead_letter TO millrace_clean;
