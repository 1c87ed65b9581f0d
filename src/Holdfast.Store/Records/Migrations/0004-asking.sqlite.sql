-- Who asked for a job, and by which request: the job is performed as theirs and shown to them.
ALTER TABLE job ADD COLUMN account integer;
ALTER TABLE job ADD COLUMN request_id text;
CREATE INDEX job_account ON job (account, number);
ALTER TABLE kept_answer ADD COLUMN request_id text;
