import AuditInputs
import AuditRecord
import Crypto

/// The counts of decisions as text that is the same whatever stored the rows and in whichever order they came, and its digest.
///
/// Canonical JSON (RFC 8785): `axes`, each column of groups and strata with its labels; `counts`, for each combination that
/// occurs its labels by number and its rows and units by decision and outcome; `reading`, what decides how a row is
/// counted; `received`, the rows of all. Numbers of rows, as scores, and which rows belong to one person are not in it.
struct CanonicalCounts {
  /// What was counted, in the order that does not depend on the reading.
  let part: DecisionPart
  let columns: DecisionColumns
  /// All rows, those that were left out for want of a ground or of a weight among them.
  let received: Int

  var digest: AuditRecord.Digest {
    var hash = SHA256()
    write { bytes in bytes.withUnsafeBytes { hash.update(bufferPointer: $0) } }
    return AuditRecord.Digest(hash.finalize())
  }

  /// The text, piece by piece, so that many combinations take no memory.
  func write(_ body: ([UInt8]) -> Void) {
    body(Array("{\"axes\":".utf8) + JSONValue.array(axes).canonicalBytes + Array(",\"counts\":[".utf8))
    var text = ""
    for (group, codes) in part.layout.finest.enumerated() {
      let cells = DecisionPart.cells * group..<DecisionPart.cells * (group + 1)
      if group > 0 { text += "," }
      text += "[\(Self.list(codes)),\(Self.list(part.rows[cells])),\(Self.list(part.units[cells]))]"
      guard text.utf8.count > 1 << 16 else { continue }
      body(Array(text.utf8))
      text = ""
    }
    text += "],\"reading\":"
    body(
      Array(text.utf8) + reading.canonicalBytes
        + Array(",\"received\":\(received),\"schema\":\"evenhand-counts/1\"}".utf8))
  }

  private static func list(_ numbers: some Sequence<some BinaryInteger>) -> String {
    "[" + numbers.map { "\($0)" }.joined(separator: ",") + "]"
  }

  private var axes: [JSONValue] {
    zip(part.layout.axes, columns.axes).map { axis, column in
      var members: [(key: String, value: JSONValue)] = [
        ("column", .string(column.column)), ("labels", Self.texts(axis.labels)), ("name", .string(axis.name)),
        ("role", .string(axis.role.rawValue)),
      ]
      if let edges = axis.edges { members.append(("bins", .array(edges.map(JSONValue.number)))) }
      return .object(members)
    }
  }

  private var reading: JSONValue {
    let labels = columns.labels
    let lists: [(String, [Label]?)] = [
      ("favourable", labels.favourable), ("unfavourable", labels.unfavourable), ("not-decided", labels.notDecided),
      ("positive", labels.positive), ("negative", labels.negative),
    ]
    return .object(
      [
        ("decision", .string(labels.decision)), ("outcome", labels.outcome.map(JSONValue.string) ?? .null),
        ("wide", .bool(labels.isWide == true)),
      ] + lists.map { ($0, $1.map { Self.texts($0.sorted()) } ?? .null) })
  }

  private static func texts(_ labels: [Label]) -> JSONValue { .array(labels.map { .string($0.text) }) }

  /// The digest of several views of the same rows; of one it is that of its counts.
  static func digest(of views: [AuditRecord.Digest]) -> AuditRecord.Digest? {
    guard views.count > 1 else { return views.first }
    return AuditRecord.Digest(of: JSONValue.array(views.map { .string($0.hex) }).canonicalBytes)
  }
}
