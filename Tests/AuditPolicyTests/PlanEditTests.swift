import Testing

@testable import AuditPolicy

/// A plan whose values are replaced keeps everything else.
struct PlanEditTests {
  private func edited(_ text: String, _ change: (inout PlanEdit) -> Void) throws -> String {
    var edit = try #require(PlanEdit(Array(text.utf8)))
    change(&edit)
    return String(decoding: edit.bytes, as: UTF8.self)
  }

  @Test(arguments: [
    ("a: {source: x.csv, b: 1}", "a: {source: new.csv, b: 1}"),
    ("a: {source: [x.csv, 'y z.csv'], b: 1}", "a: {source: new.csv, b: 1}"),
    ("a:\n  source: x.csv  # one\n  b: 1\n", "a:\n  source: new.csv  # one\n  b: 1\n"),
    ("a:\n  source:\n    - x.csv\n    - y.csv # two\n  b: 1\n", "a:\n  source:\n    new.csv # two\n  b: 1\n"),
    ("a: {source: {files: [x.csv], format: csv}}", "a: {source: {files: new.csv, format: csv}}"),
    ("\u{FEFF}ä: ü\na: {source: \"x\", b: é}\n", "ä: ü\na: {source: new.csv, b: é}\n"),
    ("b: 1\r\na:\r\n  source: x.csv\r\n", "b: 1\r\na:\r\n  source: new.csv\r\n"),
    ("b: 1", "b: 1"),
  ]) func valuesAreReplaced(_ text: String, _ expected: String) throws {
    #expect(try edited(text) { _ = $0.set("a.source", to: ["new.csv"]) } == expected)
  }

  @Test(arguments: [
    ("a: {b: 1, c: 2, d: 3}", "a: {d: 3}"), ("a: {d: 3, b: 1, c: 2}", "a: {d: 3}"),
    ("a: {b: 1, d: 3, c: [2, 4]}", "a: {d: 3}"),
    ("x: 1\na: {b: 1, c: 2}\ny: 2\n", "x: 1\ny: 2\n"), ("x: 1\na:\n  b: 1\n  c:\n    e: 1\ny: 2\n", "x: 1\ny: 2\n"),
    ("a:\n  d: 3\n  b: 1\n  c:\n    - 2\n", "a:\n  d: 3\n"), ("a:\n  b: 1\n  c: 2\n  d: 3\n", "a:\n  d: 3\n"),
    ("x: 1", "x: 1"),
  ]) func keysAreTakenOut(_ text: String, _ expected: String) throws {
    let found = try edited(text) {
      $0.remove("a.b")
      $0.remove("a.c")
    }
    #expect(found == expected)
  }

  @Test func severalValuesStandInBrackets() throws {
    #expect(
      try edited("a: {source: x}") { _ = $0.set("a.source", to: ["n 1.csv", "2.csv"]) }
        == "a: {source: [\"n 1.csv\", \"2.csv\"]}")
    #expect(PlanEdit(Array("a: [".utf8)) == nil)
  }
}
