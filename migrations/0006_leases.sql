-- All of a lease in its index: each chunk asks whether its stream still holds one, and a segment's own row lies with a whole
-- page of text, of which only so many are kept in memory.
DROP INDEX segments_leased;
CREATE INDEX segments_leased ON segments (lease_owner, attempt_id, lease_epoch) WHERE lease_owner IS NOT NULL;
