import AuditRecord

/// The models of attention in words, from their names in a record.
enum AttentionWords {
  /// "logarithmic", "geometric with patience 0.85": the name that people know it by.
  static func name(_ model: String) -> String {
    let (kind, parameter) = parts(model)
    let name =
      switch kind {
      case "logarithmic-flat": "logarithmic, flat at the top"
      default: Phrases.words(kind)
      }
    return name + (parameter.map { " with patience \($0)" } ?? "")
  }

  /// What the model takes for granted, in a sentence.
  static func assumption(_ model: String) -> String {
    let (kind, parameter) = parts(model)
    let patience = parameter ?? "a fixed number"
    return switch kind {
    case "logarithmic":
      "Rank r counts 1 ÷ log₂(r + 1): the first rank 1, the second 0.631, the tenth 0.289."
    case "logarithmic-flat":
      "Ranks 1 and 2 count 1, and rank r from there on 1 ÷ log₂ r: the tenth counts 0.301."
    case "geometric":
      "Rank 1 counts 1, and every further rank \(patience) times the one before: readers go on with that chance."
    case "reciprocal": "Rank r counts 1 ÷ r: the first rank 1, the second 0.500, the tenth 0.100."
    case "uniform": "Every rank within the depth counts 1, whether people look that far or not."
    case "cascade":
      "Rank 1 counts 1, and every further rank \(patience) times the one before, halved by each relevant item above: readers go on with that chance, and may stop at what they wanted."
    default: "This version has no words for it."
    }
  }

  private static func parts(_ model: String) -> (kind: String, parameter: String?) {
    let parts = model.split(separator: " ", maxSplits: 1).map(String.init)
    return (parts.first ?? model, parts.count > 1 ? parts[1] : nil)
  }
}
