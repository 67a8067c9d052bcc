/// Something in a plan that a person can mend, with its place.
public struct PlanError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The error's name, as `evenhand explain` knows it.
  package var code: Code
  /// The plan, by the last component of its path.
  public var file: String
  /// Line, from 1.
  public var line: Int?
  /// Column, from 1.
  public var column: Int?
  /// The cause.
  public var message: String
  /// The mend.
  public var hint: String?

  /// Kinds of errors in plans.
  package enum Code: String, Sendable, CaseIterable, Hashable {
    /// The file cannot be read.
    case unreadable = "plan-unreadable"
    /// The text is no YAML mapping.
    case malformed = "plan-malformed"
    /// Anchors, aliases and merge keys are refused.
    case anchor = "plan-anchor"
    /// A key that no plan has.
    case unknownKey = "plan-unknown-key"
    /// A key that the plan needs.
    case missingKey = "plan-missing-key"
    /// A key that stands twice.
    case repeatedKey = "plan-repeated-key"
    /// A value of the wrong kind.
    case wrongType = "plan-wrong-type"
    /// A key whose feature this version lacks.
    case notSupported = "plan-not-supported"
    /// A metric that the catalogue lacks, or that the declared columns cannot give.
    case metric = "plan-metric"
    /// A grouping that is not declared, or of the wrong side.
    case grouping = "plan-grouping"
    /// A threshold that cannot fail, or cannot be met.
    case threshold = "plan-threshold"
    /// A column used for two things, or labels on both sides.
    case columns = "plan-columns"
    /// Labels that no row has.
    case labels = "plan-labels"
    /// A group column of many numbers without bins.
    case bins = "plan-bins"
    /// Parts that do not go together.
    case combination = "plan-combination"
    /// A password, which no plan may hold.
    case secret = "plan-secret"
    /// The file named as a plan holds data.
    case data = "plan-is-data"
  }

  /// The place, the cause and the mend in one line.
  public var description: String {
    var place = file
    if let line { place += ":\(line)" }
    if line != nil, let column { place += ":\(column)" }
    return place + (code == .data ? " " : ": ") + message + (hint.map { " (\($0))" } ?? "")
  }
}

/// All errors of one plan, in the order of their places.
public struct PlanErrors: Error, Sendable, Hashable, CustomStringConvertible {
  /// At least one.
  public let errors: [PlanError]

  /// The plan could not be read at all.
  public static func unreadable(_ file: String, because reason: String) -> PlanErrors {
    PlanErrors(errors: [
      PlanError(
        code: .unreadable, file: file, line: nil, column: nil, message: "the plan cannot be read: \(reason)",
        hint: "name a plan with --plan")
    ])
  }

  /// The file named as a plan holds data.
  public static func isData(_ file: String) -> PlanErrors {
    PlanErrors(errors: [
      PlanError(
        code: .data, file: file, line: nil, column: nil, message: "is data, not a plan",
        hint: "evenhand init \(file) writes a plan for it")
    ])
  }

  /// One line an error.
  public var description: String { errors.map(\.description).joined(separator: "\n") }
}

extension PlanError.Code {
  /// What is wrong, and what to do.
  package var meaning: String {
    switch self {
    case .unreadable: "The plan, or a file that it names, does not exist or may not be read. Name another with --plan."
    case .malformed: "The plan is no YAML mapping in UTF-8. Check indentation, colons and quotes near the place named."
    case .anchor:
      "YAML anchors, aliases and merge keys are refused: they hide what a plan says. Write the value out."
    case .unknownKey: "No plan has this key. Check its spelling, and that it stands under the right key."
    case .missingKey: "The plan lacks a key that it needs."
    case .repeatedKey: "A key stands twice in one mapping. Keep one of them."
    case .wrongType: "The value is not of the kind that the key takes. Numbers are written without quotes."
    case .notSupported: "The key is known, but this version cannot honour it, and ignoring it would mislead."
    case .metric: "There is no such metric, or the declared columns cannot give it."
    case .grouping:
      "A grouping names what is not declared as a group, or a group of the wrong side; or two groups have one name."
    case .threshold:
      "Every possible value satisfies the threshold, so it can never fail; or none does, so it can never be met; or there is none, or more than one."
    case .columns: "A column is used for two things that exclude each other, or a label stands on both sides."
    case .labels:
      "The plan lists labels of a column, and no row has any of them: a slip in the plan, or another column."
    case .bins:
      "A group column holds many different numbers, and the plan gives no bins: each number would be a group of its own. `evenhand init` proposes bins."
    case .data:
      "The file holds rows of data. A plan says what they mean; `evenhand init` asks for it and writes one."
    case .secret: "A password stands in the plan, which is copied into bundles, signed and published."
    case .combination: "Parts of the plan do not go together, such as a composite metric with the reference `overall`."
    }
  }
}
