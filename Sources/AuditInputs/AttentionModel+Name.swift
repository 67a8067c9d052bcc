import AuditRecord
public import AuditStatistics

extension AttentionModel {
  /// Its name in plans and records, with its parameter.
  public var name: String {
    switch self {
    case .logarithmic: "logarithmic"
    case .logarithmicFlat: "logarithmic-flat"
    case .geometric(let patience): "geometric \(CanonicalNumber.text(patience))"
    case .reciprocal: "reciprocal"
    case .uniform: "uniform"
    case .cascade(let patience, _): "cascade \(CanonicalNumber.text(patience))"
    }
  }

  /// The models that a plan names with one word.
  public static let named: [AttentionModel] = [.logarithmic, .logarithmicFlat, .reciprocal, .uniform]
}
