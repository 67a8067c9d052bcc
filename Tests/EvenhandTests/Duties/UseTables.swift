import Evenhand
import Foundation

/// A plan about decisions with the tables that say on which ground rows may be used, as texts.
struct UseTables {
  /// What stands under `lawful-use`, each line indented by two.
  var lawful: String
  /// Rows of decisions: id, sex, decision, used, collected, purpose, basis, age, guardian.
  var rows: [String]
  /// Rows of consents: id, purpose, from, until.
  var consents: [String] = []
  /// Requirements, each a line of flow style.
  var requirements: [String] = []
  /// Whether people may have several rows.
  var hasSubject = true
  var threads = 2

  static let columns =
    "{used: used, collected: collected, purpose: purpose, basis: basis, age: age, guardian: guardian}"
  static let consentTable = "{source: consents.csv, subject: id, purpose: purpose, from: from, until: until}"

  /// Everything that can be asked.
  static let whole = """
      of: decisions
      as-of: 2026-02-10
      extract: complete
      columns: \(columns)
      consents: \(consentTable)
      consent-basis: [consent]
      covers: {ranking: [ranking, personalisation]}
      retention: 35d
      minimum-age: 16
    """

  /// A day of the worked example: the 10th of February is day 40.
  static func day(_ number: Int) -> String {
    CalendarDay(secondsSince1970: 1_767_225_600 + number * 86_400).description
  }

  var plan: String {
    """
    audit: {title: Uses}
    decisions:
      source: rows.csv
      columns: {\(hasSubject ? "subject: id, " : "")decision: decision, favourable: ["yes"]}
      groups: [sex]
    lawful-use:
    \(lawful)
    requirements:\(requirements.isEmpty ? " []" : requirements.map { "\n  - \($0)" }.joined())

    """
  }

  /// Runs `body` in a folder that holds the plan and its tables.
  func inFolder<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    try await Support.inFolder { folder in
      func write(_ name: String, _ text: String) throws {
        try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
      }
      try write("rows.csv", "id,sex,decision,used,collected,purpose,basis,age,guardian\n" + lines(rows))
      try write("consents.csv", "id,purpose,from,until\n" + lines(consents))
      try write("evenhand.yaml", plan)
      return try await body(folder)
    }
  }

  private func lines(_ rows: [String]) -> String { rows.map { $0 + "\n" }.joined() }

  func record() async throws -> Record {
    try await inFolder { folder in
      let file = try PlanFile(path: "\(folder)/evenhand.yaml")
      var options = Audit.Options()
      options.threads = threads
      do { return try Audit.run(file.plan, folder: folder, options: options) } catch let error as ReadError {
        throw file.placed(error)
      }
    }
  }

  /// What an audit refuses, in words.
  func error() async throws -> String {
    do {
      _ = try await record()
      return "nothing"
    } catch { return "\(error)" }
  }
}

extension Record {
  /// Rows of each cause that is asked after and occurs.
  var causes: [String: Int] {
    Dictionary(
      uniqueKeysWithValues: (lawfulUse?.causes ?? []).filter { $0.rows > 0 }.map { ($0.cause.rawValue, $0.rows) })
  }
}
