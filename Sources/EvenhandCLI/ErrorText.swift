import Evenhand

/// How errors are said: a line for each thing to mend. Programs that start this one ask for JSON by `EVENHAND_ERRORS=json`.
enum ErrorText {
  /// Says an error on standard error.
  ///
  /// - Parameter usage: What the parser says of a wrong use of the command line.
  static func say(_ error: any Error, usage: String? = nil) {
    if Environment.variables["EVENHAND_ERRORS"] == "json" {
      let objects = objects(error, usage: usage)
      return Output.talk(objects.map { JSONValue.object([("error", .object($0))]).canonical }.joined(separator: "\n"))
    }
    let causes = EvenhandCommand.isFriendly(error) ? "\(error)".split(separator: "\n") : []
    Output.talk(causes.isEmpty ? usage ?? "\(error)" : causes.map { "error: \($0)" }.joined(separator: "\n"))
  }

  /// The parts of an error: its kind (`plan`, `input`, `usage` or `other`), its message, and, where they are known, its code, file,
  /// line, column, row and hint.
  private static func objects(_ error: any Error, usage: String?) -> [[(key: String, value: JSONValue)]] {
    func object(
      _ kind: String, _ message: String, code: String? = nil, file: String? = nil, line: Int? = nil, column: Int? = nil,
      row: Int? = nil, hint: String? = nil
    ) -> [(key: String, value: JSONValue)] {
      let known: [(String, JSONValue?)] = [
        ("kind", .string(kind)), ("message", .string(message)), ("code", code.map(JSONValue.string)),
        ("file", file.map(JSONValue.string)), ("line", line.map { .number(Double($0)) }),
        ("column", column.map { .number(Double($0)) }), ("row", row.map { .number(Double($0)) }),
        ("hint", hint.map(JSONValue.string)),
      ]
      return known.compactMap { key, value in value.map { (key, $0) } }
    }
    switch error {
    case let error as ReadError:
      return [
        object(
          "input", error.message, code: error.code, file: error.file, line: error.line, column: error.column,
          row: error.row, hint: error.hint)
      ]
    case let errors as PlanErrors:
      return errors.errors.map {
        object(
          "plan", $0.message, code: $0.code.rawValue, file: $0.file, line: $0.line, column: $0.column, hint: $0.hint)
      }
    case _ where EvenhandCommand.isFriendly(error): return [object("other", "\(error)")]
    default: return [object("usage", usage ?? "\(error)")]
    }
  }
}
