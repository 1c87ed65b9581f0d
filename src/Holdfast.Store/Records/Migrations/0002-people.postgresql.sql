CREATE TABLE account (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text COLLATE "C" NOT NULL UNIQUE,
  password text COLLATE "C",
  factor text COLLATE "C",
  factor_step bigint NOT NULL,
  subject text COLLATE "C" UNIQUE,
  roles text COLLATE "C" NOT NULL,
  units text COLLATE "C" NOT NULL,
  is_open bigint NOT NULL,
  failures bigint NOT NULL,
  shut_until bigint NOT NULL,
  made_at bigint NOT NULL
);
CREATE TABLE session (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  hash text COLLATE "C" NOT NULL UNIQUE,
  account bigint NOT NULL REFERENCES account (number),
  agent text COLLATE "C" NOT NULL,
  address text COLLATE "C" NOT NULL,
  made_at bigint NOT NULL,
  seen_at bigint NOT NULL,
  ends_at bigint NOT NULL
);
CREATE INDEX session_account ON session (account);
CREATE TABLE api_key (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  hash text COLLATE "C" NOT NULL UNIQUE,
  account bigint NOT NULL REFERENCES account (number),
  name text COLLATE "C" NOT NULL,
  allowed text COLLATE "C" NOT NULL,
  made_at bigint NOT NULL,
  ends_at bigint NOT NULL,
  seen_at bigint
);
CREATE INDEX api_key_account ON api_key (account);
CREATE TABLE start_link (
  hash text COLLATE "C" PRIMARY KEY,
  account bigint REFERENCES account (number),
  ends_at bigint NOT NULL
);
CREATE TABLE kept_answer (
  caller text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  request text COLLATE "C" NOT NULL,
  status bigint,
  answer text COLLATE "C",
  made_at bigint NOT NULL,
  PRIMARY KEY (caller, key)
);
CREATE INDEX kept_answer_age ON kept_answer (made_at);
