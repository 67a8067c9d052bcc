import AuditRecord
package import AuditStatistics

extension AttentionModel {
  /// Its name in plans and records, with its parameter.
  package var name: String {
    switch self {
    case .logarithmic: "logarithmic"
    case .logarithmicFlat: "logarithmic-flat"
    case .geometric(let patience): "geometric \(CanonicalNumber.text(patience))"
    case .reciprocal: "reciprocal"
    case .uniform: "uniform"
    case .cascade(let patience, _): "cascade \(CanonicalNumber.text(patience))"
    }
  }

  /// The model of a name in a record; nil for one that this version does not know.
  package init?(name: String) {
    if let model = AttentionModel.named.first(where: { $0.name == name }) {
      self = model
      return
    }
    let parts = name.split(separator: " ")
    guard parts.count == 2, let patience = Double(parts[1]), patience >= 0, patience <= 1 else { return nil }
    switch parts[0] {
    case "geometric": self = .geometric(patience: patience)
    case "cascade": self = .cascade(patience: patience)
    default: return nil
    }
  }

  /// The models that a plan names with one word.
  package static let named: [AttentionModel] = [.logarithmic, .logarithmicFlat, .reciprocal, .uniform]
}
