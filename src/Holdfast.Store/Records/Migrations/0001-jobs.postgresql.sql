-- due_at is when a worker may take the job: of a running one, when its lease ends.
CREATE TABLE job (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text COLLATE "C" NOT NULL,
  request text COLLATE "C" NOT NULL,
  once_key text COLLATE "C" UNIQUE,
  asked_by text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'running', 'succeeded', 'failed', 'cancelled')),
  due_at bigint NOT NULL,
  asked_at bigint NOT NULL,
  started_at bigint,
  ended_at bigint,
  attempts bigint NOT NULL,
  attempt_limit bigint NOT NULL,
  lease bigint NOT NULL,
  worker text COLLATE "C",
  cancel_asked bigint NOT NULL,
  stage text COLLATE "C" NOT NULL,
  done double precision NOT NULL,
  doing text COLLATE "C" NOT NULL,
  result text COLLATE "C",
  fault text COLLATE "C"
);
CREATE INDEX job_open ON job (due_at, number) WHERE state IN ('waiting', 'running');
