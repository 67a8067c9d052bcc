"""Databases and counts give the record of the rows: SQLite, DuckDB's program, a server of PostgreSQL, and the query of every dialect."""

import csv
import glob
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

import duckdb
import pytest
import sqlglot
from conftest import CHECKOUT

LABELS = CHECKOUT / "Tests/Reference/labels"
CONTENT = json.loads((CHECKOUT / "Tests/Reference/labels.json").read_text())["content"]
COLUMNS = 'columns: {decision: hired, favourable: ["yes"], unfavourable: ["no"], outcome: good, positive: ["1"]}'
DIALECTS = ["postgresql", "redshift", "sqlite", "duckdb", "spark", "databricks", "bigquery", "snowflake"]
SECRET = "planted-s3cr3t"


def rows():
    with open(LABELS / "rows.csv", newline="", encoding="utf-8") as file:
        return [tuple(row) for row in csv.reader(file)][1:]


@pytest.fixture
def run(program, tmp_path):
    """Runs the program on a plan over a source; what it printed and the record, if it made one."""

    def run(source, *options, columns=COLUMNS, groups="[label, sex]", environment=None, command="run"):
        plan = tmp_path / "evenhand.yaml"
        plan.write_text(
            f"audit: {{title: Labels, data: test}}\ndecisions:\n  source: {source}\n  {columns}\n  groups: {groups}\nreplicates: 0\n",
            encoding="utf-8",
        )
        output = [] if command == "sql" else ["-o", str(tmp_path / "out")]
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        done = subprocess.run(
            [program, command, "-q", str(plan), *output, *options], capture_output=True, text=True, timeout=120,
            env={**os.environ, "PATH": f"{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}", **(environment or {})},
        )  # fmt: skip
        path = tmp_path / "out/record.json"
        done.record = json.loads(path.read_text()) if path.exists() else None
        return done

    return run


def expect(done, of):
    assert done.returncode == 0, done.stderr
    assert done.record["content"]["sha256"] == CONTENT
    (one,) = done.record["inputs"]
    assert one["of"] == of and one["rows"] == 600 and one["bytes"] is None and len(one["query"]["sha256"]) == 64
    if of == "counts":
        assert one["sha256"] == CONTENT


def refused(done, *words):
    assert done.returncode == 2 and done.record is None, done.stdout
    assert "\n" not in done.stderr.strip() and done.stderr.startswith("error: "), done.stderr
    for word in words:
        assert word in done.stderr, done.stderr


# SQLite ------------------------------------------------------------------------------------------------------------


def test_sqlite_hands_over_its_rows(run):
    expect(run(f'{{sqlite: "SELECT * FROM decisions", database: "{LABELS}/rows.sqlite"}}'), "rows")
    expect(run(f'{{sqlite: "SELECT * FROM decisions -- all", database: "{LABELS}/rows.sqlite"}}'), "rows")


ATTACKS = [
    "SELECT * FROM decisions; CREATE TABLE taken (a int)",
    "SELECT * FROM decisions) AS x; CREATE TABLE taken (a int); --",
    "COMMIT; CREATE TABLE taken (a int)",
    "CREATE TABLE taken (a int)",
    "DELETE FROM decisions",
    "DELETE FROM decisions RETURNING *",
    "",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_sqlite_is_only_read(run, tmp_path, attack):
    shutil.copy(LABELS / "rows.sqlite", tmp_path / "app.db")
    before = (tmp_path / "app.db").read_bytes()
    refused(run(f'{{sqlite: "{attack}", database: app.db}}'))
    assert (tmp_path / "app.db").read_bytes() == before and not list(tmp_path.glob("app.db-*"))


def test_what_sqlite_says(run, tmp_path):
    base = f'database: "{LABELS}/rows.sqlite"'
    refused(run(f'{{sqlite: "SELECT 1; SELECT 2", {base}}}'), "evenhand.yaml:3:20: more than one statement, or none that only reads (give one SELECT)")
    refused(run(f'{{sqlite: "SELECT * FROM gone", {base}}}'), "sqlite: no such table: gone (evenhand.yaml:3:20)")
    # A name in quotes that is no column must not become a text.
    refused(run(f'{{sqlite: "SELECT sex, hired, good FROM decisions", {base}}}'), "the group column “label” is not in the file", "evenhand.yaml:3:20")
    refused(run('{sqlite: "SELECT 1", database: gone.db}'), "sqlite: “gone.db”: unable to open database file")
    blob = sqlite3.connect(tmp_path / "blob.db")
    blob.execute("CREATE TABLE t AS SELECT x'00ff' AS label, 'f' AS sex, 'yes' AS hired, '1' AS good")
    blob.commit()
    refused(run('{sqlite: "SELECT * FROM t", database: blob.db}'), "the column “label” holds bytes that are no text")


def test_values_of_sqlite_are_labels(run, tmp_path):
    database = sqlite3.connect(tmp_path / "t.db")
    database.execute("CREATE TABLE t (label, sex, hired, good)")
    database.executemany("INSERT INTO t VALUES (?, ?, ?, ?)", [(1.0, "f", "yes", 1), (1, "m", "no", 0.0), ("1", "m", "yes", None), (2**53 + 1, "f", "no", 1)])
    database.commit()
    record = run('{sqlite: "SELECT * FROM t", database: t.db}').record
    (labels,) = [one["groups"] for one in record["groupings"] if one["grouping"] == ["label"]]
    assert [(group["group"], group["count"]) for group in labels] == [(["1"], 3), (["9007199254740993"], 1)]


# DuckDB ------------------------------------------------------------------------------------------------------------


def lake(folder, select):
    """A database, written by the program that reads it: the library may be newer."""
    program = pathlib.Path(sys.executable).parent / "duckdb"
    subprocess.run([program, folder / "lake.duckdb", "-c", f"CREATE TABLE decisions AS {select}"], check=True, capture_output=True)


def test_duckdb_counts(run, tmp_path):
    expect(run(f"{{duckdb: \"SELECT * FROM read_parquet('{LABELS}/pyarrow.parquet')\"}}"), "counts")
    lake(tmp_path, f"SELECT label COLLATE NOCASE AS label, sex, hired, good FROM read_parquet('{LABELS}/polars.parquet')")
    done = run('{duckdb: "SELECT * FROM decisions", database: lake.duckdb}')
    expect(done, "counts")


def test_duckdb_hands_over_what_does_not_fold(run):
    query = f"{{duckdb: \"SELECT *, 0.5 AS score FROM read_parquet('{LABELS}/plain.parquet')\"}}"
    expect(run(query, columns=COLUMNS[:-1] + ", score: score}"), "rows")
    # Everybody is in one row: counts. Everybody is in two: rows, and people are clusters.
    one = f"{{duckdb: \"SELECT *, row_number() OVER () AS id FROM read_parquet('{LABELS}/plain.parquet')\"}}"
    expect(run(one, columns=COLUMNS[:-1] + ", subject: id}"), "counts")
    two = f"{{duckdb: \"SELECT *, (row_number() OVER ()) // 2 AS id FROM read_parquet('{LABELS}/plain.parquet')\"}}"
    done = run(two, columns=COLUMNS[:-1] + ", subject: id}")
    expect(done, "rows")
    assert done.record["sampling"]["units"] == 301


@pytest.mark.parametrize("attack", ATTACKS)
def test_duckdb_is_only_read(run, tmp_path, attack):
    lake(tmp_path, "SELECT 'a' AS label, 'f' AS sex, 'yes' AS hired, '1' AS good")
    before = (tmp_path / "lake.duckdb").read_bytes()
    refused(run(f'{{duckdb: "{attack}", database: lake.duckdb}}'))
    assert (tmp_path / "lake.duckdb").read_bytes() == before


def test_what_duckdb_says(run, tmp_path):
    refused(run('{duckdb: "SELECT 1; SELECT 2"}'), "evenhand.yaml:3:20: more than one statement, or none that only reads (give one SELECT)")
    refused(run('{duckdb: "SELECT * FROM gone"}'), "duckdb: Catalog Error: Table with name gone does not exist!", "(evenhand.yaml:3:20)")
    refused(run("{duckdb: \"SELECT CAST('ann@example.org' AS INTEGER) AS label, 'f' AS sex, 'yes' AS hired, 1 AS good\"}"), "a value of the data does not fit the query (Conversion Error)")
    assert "ann@example.org" not in run("{duckdb: \"SELECT CAST('ann@example.org' AS INTEGER) AS label, 'f' AS sex, 'yes' AS hired, 1 AS good\"}").stderr
    refused(run('{duckdb: "SELECT 1"}', environment={"EVENHAND_DUCKDB": "/nowhere/duckdb"}), "duckdb: the program is not here (pip install duckdb-cli, or set EVENHAND_DUCKDB)")
    done = run("{duckdb: \"SELECT * FROM read_parquet('s3://none/x.parquet')\"}", environment={"HOME": str(tmp_path)})
    refused(done, "duckdb: the query needs the extension httpfs, which an audit does not download")


# Counts of every dialect -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_counts_the_same(run, tmp_path, dialect):
    text = run("gone.csv", "--dialect", dialect, "--of", "SELECT * FROM decisions", command="sql").stdout
    known = {"postgresql": "postgres"}.get(dialect, dialect)
    (tree,) = sqlglot.parse(text, read=known)
    names = [part.alias_or_name for part in tree.selects]
    assert names == ["hired", "good", "label", "sex", "evenhand_rows", "evenhand_total"]
    if dialect == "sqlite":
        counted = sqlite3.connect(LABELS / "rows.sqlite").execute(text).fetchall()
    else:
        (translated,) = sqlglot.transpile(text, read=known, write="duckdb")
        memory = duckdb.connect()
        memory.execute(f"CREATE VIEW decisions AS SELECT * FROM read_parquet('{LABELS}/pyarrow.parquet')")
        # Collations that mean bytes are DuckDB's own way.
        for collation in ['COLLATE "C"', "COLLATE C", "COLLATE ''"]:
            translated = translated.replace(collation, "")
        counted = memory.execute(text if dialect == "duckdb" else translated).fetchall()
    with open(tmp_path / "counts.csv", "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([names, *counted])
    done = run("gone.csv", "--source", f"decisions=counts:{tmp_path}/counts.csv")
    assert done.returncode == 0, done.stderr
    assert done.record["content"]["sha256"] == CONTENT and done.record["inputs"][0]["of"] == "counts"


HOSTILE = ['a"b', "a`b", "a\\b", "select", "a b", "é", "a]b", "'; DROP TABLE x; --", "a$b", "a%b"]


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_quoted(run, dialect, name):
    quoted = json.dumps(name, ensure_ascii=False)
    text = run("gone.csv", "--dialect", dialect, "--of", "SELECT * FROM decisions", command="sql", groups=f"[{quoted}]").stdout
    statements = sqlglot.parse(text, read={"postgresql": "postgres"}.get(dialect, dialect))
    assert len(statements) == 1
    assert [part.alias_or_name for part in statements[0].selects][2] == name
    if dialect in ("sqlite", "duckdb"):
        engine = sqlite3.connect(":memory:") if dialect == "sqlite" else duckdb.connect()
        own = '"' + name.replace('"', '""') + '"'
        engine.execute(f"CREATE TABLE decisions ({own} TEXT, hired TEXT, good TEXT)")
        engine.execute("INSERT INTO decisions VALUES ('x', 'yes', '1'), ('x', 'yes', '1')")
        assert [tuple(row) for row in engine.execute(text).fetchall()] == [("yes", "1", "x", 2, 2)]


# PostgreSQL --------------------------------------------------------------------------------------------------------


def binary(name):
    return next(iter(sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"), reverse=True)), shutil.which(name))


@pytest.fixture(scope="session")
def server():
    """A server in a folder of its own on loopback, with a password."""
    if not binary("initdb"):
        if os.environ.get("EVENHAND_NEEDS_POSTGRESQL"):
            pytest.fail("PostgreSQL is not here")
        pytest.skip("PostgreSQL is not here")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="evenhand-pg-"))
    # A server refuses to run as root.
    become = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        become = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    word = folder / "word"
    word.write_text(SECRET)
    if become:
        shutil.chown(word, "postgres")
    data = folder / "data"
    subprocess.run([*become, binary("initdb"), "-D", data, "-A", "scram-sha-256", "-U", "owner", f"--pwfile={word}", "-E", "UTF8", "--locale=C.UTF-8"], check=True, capture_output=True, cwd=folder)
    port = 20_000 + os.getpid() % 20_000
    process = subprocess.Popen(
        [*become, binary("postgres"), "-D", data, "-p", str(port), "-c", "listen_addresses=127.0.0.1", "-k", folder, "-c", "fsync=off"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder,
    )  # fmt: skip
    environment = {"PGHOST": "127.0.0.1", "PGPORT": str(port), "PGUSER": "owner", "PGDATABASE": "postgres", "PGPASSWORD": SECRET}

    def ask(text, user=None):
        return subprocess.run(
            [binary("psql"), "-X", "-v", "ON_ERROR_STOP=1", "-q", "-A", "-t", "-c", text], capture_output=True, text=True,
            env={**os.environ, **environment, **({"PGUSER": user} if user else {})},
        )  # fmt: skip

    try:
        for _ in range(150):
            if ask("SELECT 1").returncode == 0:
                break
            time.sleep(0.2)
        ask("CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level1', deterministic = false)")
        made = ask("CREATE TABLE decisions (label text COLLATE loose, sex text, hired text, good text)")
        assert made.returncode == 0, made.stderr
        copied = subprocess.run(
            [binary("psql"), "-X", "-q", "-c", "COPY decisions FROM STDIN (FORMAT csv, HEADER, FORCE_NULL (good))"],
            stdin=open(LABELS / "rows.csv", "rb"), capture_output=True, env={**os.environ, **environment},
        )  # fmt: skip
        assert copied.returncode == 0, copied.stderr
        ask(f"CREATE ROLE reader LOGIN PASSWORD '{SECRET}'")
        server = lambda: None
        server.environment, server.ask, server.folder, server.process = environment, ask, folder, process
        yield server
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


ALL = '{postgresql: "SELECT * FROM decisions"}'


def test_postgresql_counts(run, server):
    expect(run(ALL, environment=server.environment), "counts")


def test_postgresql_hands_over_what_does_not_fold(run, server):
    query = '{postgresql: "SELECT *, 0.5::float8 AS score FROM decisions"}'
    expect(run(query, columns=COLUMNS[:-1] + ", score: score}", environment=server.environment), "rows")


def test_postgresql_truths_are_words(run, server):
    query = '{postgresql: "SELECT label, sex, hired = \'yes\' AS hired, good FROM decisions"}'
    columns = 'columns: {decision: hired, favourable: ["true"], unfavourable: ["false"], outcome: good, positive: ["1"]}'
    assert run(query, columns=columns, environment=server.environment).returncode == 0
    scored = query.replace("good FROM", "good, 1 AS score FROM")
    assert run(scored, columns=columns[:-1] + ", score: score}", environment=server.environment).returncode == 0


@pytest.mark.parametrize("attack", [*ATTACKS, "WITH gone AS (DELETE FROM decisions RETURNING *) SELECT * FROM gone", "SELECT label, sex, hired, good FROM decisions WHERE lo_create(4711) > 0"])
def test_postgresql_is_only_read(run, server, attack):
    refused(run(f'{{postgresql: "{attack}"}}', environment=server.environment))
    assert server.ask("SELECT count(*) FROM pg_tables WHERE tablename = 'taken'").stdout.strip() == "0"
    assert server.ask("SELECT count(*) FROM decisions").stdout.strip() == "600"
    assert server.ask("SELECT count(*) FROM pg_largeobject_metadata").stdout.strip() == "0"


def test_what_postgresql_says(run, server):
    refused(run('{postgresql: "SELECT 1; SELECT 2"}', environment=server.environment), "evenhand.yaml:3:24: more than one statement, or none that only reads (give one SELECT)")
    refused(run('{postgresql: "SELECT * FROM hr.decisions"}', environment=server.environment), 'postgresql: relation "hr.decisions" does not exist (evenhand.yaml:3:24)')
    refused(run(ALL, environment={**server.environment, "PGUSER": "reader"}), "postgresql: permission denied for table decisions (evenhand.yaml:3:24)")
    refused(run('{postgresql: "SELECT label::int AS label, sex, hired, good FROM decisions"}', environment=server.environment), "a value of the data does not fit the query (SQLSTATE 22P02)")
    slow = '{postgresql: "SELECT d.*, pg_sleep(1) FROM decisions d"}'
    refused(run(slow, environment={**server.environment, "PGOPTIONS": "-c statement_timeout=200"}), "canceling statement due to statement timeout")
    gone = {**server.environment, "PGPORT": "1"}
    refused(run(ALL, environment=gone), "postgresql: no server answers at the given place (is PGHOST right?)")
    unnamed = {key: value for key, value in server.environment.items() if key != "PGPASSWORD"}
    refused(run(ALL, environment={**unnamed, "HOME": "/nowhere", "PGPASSFILE": "/nowhere"}), "the server asks for a password that is not at hand (put it into ~/.pgpass or a service file)")


def test_names_are_quoted_in_postgresql(run, server):
    for name in HOSTILE:
        own = '"' + name.replace('"', '""') + '"'
        inner = f"SELECT label AS {own}, hired, good FROM decisions"
        done = run(f"{{postgresql: {json.dumps(inner, ensure_ascii=False)}}}", groups=f"[{json.dumps(name, ensure_ascii=False)}]", environment=server.environment)
        assert done.returncode == 0, (name, done.stderr)


def test_credentials_are_found_nowhere(run, server, tmp_path):
    service = tmp_path / "elsewhere" / "pg_service.conf"
    service.parent.mkdir()
    given = server.environment
    service.write_text(f"[audits]\nhost={given['PGHOST']}\nport={given['PGPORT']}\nuser=owner\ndbname=postgres\npassword={SECRET}\n")
    environment = {"PGSERVICEFILE": str(service)}
    done = run('{postgresql: "SELECT * FROM decisions", service: audits}', environment=environment, command="audit")
    assert done.returncode in (0, 3), done.stderr
    service.write_text(service.read_text().replace(SECRET, SECRET + "-wrong"))
    failed = run('{postgresql: "SELECT * FROM decisions", service: audits}', environment=environment)
    refused(failed)
    done_again = run(ALL, environment=given, command="audit")
    assert done_again.returncode in (0, 3), done_again.stderr
    texts = [done.stdout, done.stderr, failed.stdout, failed.stderr]
    texts += [path.read_text(errors="replace") for path in (tmp_path / "out").rglob("*") if path.is_file()]
    for text in texts:
        for word in [SECRET, "127.0.0.1", given["PGPORT"] + "/", "pg_service.conf"]:
            assert word not in text
    for source in [
        f'{{postgresql: "SELECT 1", service: "postgresql://owner:{SECRET}@db/x"}}',
        f"{{duckdb: \"SELECT * FROM postgres_scan('host=db user=owner password={SECRET}', 'public', 'x')\"}}",
        f"{{duckdb: \"SELECT * FROM read_csv('https://owner:{SECRET}@db/x.csv')\"}}",
    ]:
        done = run(source)
        refused(done, "a password or key stands in the plan", "name service:")
        assert SECRET not in done.stderr
