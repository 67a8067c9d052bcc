package import AuditRecord

/// What a finding is about, the same in every audit of a series: what its life is told by.
///
/// Neither a number nor a threshold is part of it, so that a finding stays itself when either moves.
package struct FindingKey: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// SHA-256 of what it is about, in hexadecimal digits.
  package let hex: String

  /// The digits of a key.
  init(hex: String) { self.hex = hex }

  /// The key of a finding.
  ///
  /// - Parameter requirement: The requirement that it judges.
  package init(_ finding: Finding, of requirement: Requirement?, view: DecisionView?, series: String)
    throws(RecordError)
  {
    func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    func labels(_ labels: [Label]?) -> JSONValue { labels.map { .array($0.map { .string($0.text) }) } ?? .null }
    let reference = try requirement.map { requirement throws(RecordError) in
      try Canonical.json(requirement.reference)
    }
    var members: [(String, JSONValue)] = [
      ("series", .string(series)), ("requirement", .string(finding.requirement)), ("metric", .string(finding.metric)),
      ("grouping", .array(finding.grouping.map { .string($0) })), ("group", labels(finding.group)),
      ("comparison", .string(finding.comparison.rawValue)), ("reference", reference ?? .null),
      ("stratifier", optional(finding.stratifier)), ("within", optional(finding.within)),
    ]
    if finding.smallGroups != nil { members.append(("small-groups", .bool(true))) }
    if let model = view?.model { members.append(("model", .string(model))) }
    if let view = view?.class { members.append(("class", .string(view.text))) }
    hex = Digest(of: JSONValue.object(members).canonicalBytes).hex
  }

  /// The first twelve digits, by which people name it.
  package var short: String { String(hex.prefix(12)) }

  /// The digits.
  package var description: String { hex }

  /// Order of the digits.
  package static func < (left: FindingKey, right: FindingKey) -> Bool { left.hex < right.hex }
}

extension Canonical {
  /// A value as a JSON document, its members named as in a record.
  static func json(_ value: some Encodable) throws(RecordError) -> JSONValue {
    do { return try JSONValue(parsing: Array(try text(value).utf8)) } catch let error as JSONError {
      throw RecordError("a value cannot be written as JSON: \(error)")
    } catch { throw RecordError("a value cannot be written as JSON: \(error)") }
  }
}
