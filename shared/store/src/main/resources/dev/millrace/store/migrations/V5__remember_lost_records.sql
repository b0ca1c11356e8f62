-- A log that ended below its mark grows past it with new records, and those in between would be skipped: so a loss, once
-- seen, is kept here, and the epoch lets the broker itself say whether its log still has what was stored.
ALTER TABLE mark
    ADD COLUMN leader_epoch integer,
    ADD COLUMN leader_epoch_at bigint,
    ADD COLUMN lost_from bigint,
    ADD CONSTRAINT mark_leader_epoch_not_negative CHECK (leader_epoch >= 0),
    ADD CONSTRAINT mark_lost_before_next CHECK (lost_from BETWEEN 0 AND next_offset - 1);
COMMENT ON COLUMN mark.leader_epoch IS 'Kafka''s leader epoch of the record before leader_epoch_at; NULL: not known.';
COMMENT ON COLUMN mark.leader_epoch_at IS
    'The next_offset that leader_epoch was written with: a clean of before this migration moves the mark without it.';
COMMENT ON COLUMN mark.lost_from IS
    'The broker lost records that were stored: the lowest offset at which its log ended, below next_offset.';
GRANT UPDATE (leader_epoch, leader_epoch_at, lost_from) ON mark TO millrace_clean;
