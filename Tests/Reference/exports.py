"""Validates exports against published schemas: exports.py FOLDER with cyclonedx.json, test-result.json and svr.json.

cyclonedx-python-lib 11.12.0 carries CycloneDX's JSON schemas; in-toto-attestation 0.9.3 carries in-toto's messages.
`scripts/check-exports` installs both and runs this over what the program writes.
"""

import json
import sys

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from google.protobuf import json_format
from in_toto_attestation.predicates.test_result.v0 import test_result_pb2
from in_toto_attestation.v1 import statement_pb2

folder = sys.argv[1]


def text(name):
    with open(f"{folder}/{name}.json", encoding="utf-8") as file:
        return file.read()


error = JsonStrictValidator(SchemaVersion.V1_7).validate_str(text("cyclonedx"))
assert error is None, error
for name in ("test-result", "svr"):
    statement = json_format.Parse(text(name), statement_pb2.Statement())
    assert statement.type == "https://in-toto.io/Statement/v1" and statement.subject
    assert all(len(subject.digest["sha256"]) == 64 for subject in statement.subject)
json_format.ParseDict(json.loads(text("test-result"))["predicate"], test_result_pb2.TestResult())
print("valid")
