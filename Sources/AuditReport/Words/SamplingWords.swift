import AuditRecord

/// How rows were sampled, in words.
enum SamplingWords {
  /// What a reader has to know of repeated people and of weights.
  static func limits(_ record: Record, _ labels: DecisionLabels) -> [String] {
    let sampling = record.sampling
    var limits: [String] = []
    // Where nothing was decided, no number is made of such rows, and nothing is to be allowed for.
    let isMade = !labels.decision.isEmpty
    if let sampling, sampling.isWeighted, isMade, let column = sampling.weight {
      limits.append(
        "Rows are weighted (column \(column)): rates are those of the people whom the weights stand for, and are right only as far as the weights are."
      )
    }
    if let sampling, sampling.isClustered, isMade {
      limits.append(
        sampling.isOfPeople
          ? "People appear in up to \(PlainNumber.count(sampling.largest)) rows (column \(sampling.cluster ?? "")). Each decision counts, and intervals and verdicts allow for those on one person being alike."
          : "Rows of one cluster (column \(sampling.cluster ?? "")) are not independent, and intervals and verdicts allow for it."
      )
    } else if let subject = labels.subject, sampling?.isClustered != true {
      limits.append("Each person appears once (column \(subject)).")
    }
    if labels.subject == nil, sampling?.isClustered != true {
      limits.append(
        "Every decision counts as one person’s. Where people appear more than once, the intervals are too narrow.")
    }
    return limits
  }

  /// Checks without a value because rows weigh differently or repeat people, and what would give them one.
  static func refused(_ findings: [Finding], _ record: Record) -> [String] {
    let metrics = findings.filter { $0.undefined == .needsUnweighted }.map(\.metric).unique
    guard !metrics.isEmpty, let sampling = record.sampling else { return [] }
    let names = metrics.map { id in record.metrics.first { $0.id == id }?.name ?? id }
    let mends = [
      sampling.isClustered
        ? sampling.cluster.map { "with one row for each \(sampling.isOfPeople ? "person" : "cluster") (column \($0))" }
        : nil,
      sampling.isWeighted ? sampling.weight.map { "without weights (column \($0))" } : nil,
    ].compactMap(\.self)
    return [
      "No value: \(Phrases.list(names)). Such numbers are not made of rows that \(sampling.isClustered ? "repeat people or clusters" : "weigh differently"): audit them apart\(mends.isEmpty ? "" : ", " + Phrases.list(mends))."
    ]
  }

  /// What the sample is.
  static func sample(_ sampling: SamplingDescription) -> String {
    var parts: [String] = []
    if let cluster = sampling.cluster {
      let (one, many) = sampling.isOfPeople ? ("person", "people") : ("cluster", "clusters")
      parts.append(
        sampling.isClustered
          ? "\(Phrases.counted(sampling.units, one, many)) with up to \(Phrases.counted(sampling.largest, "row")) each (column \(cluster))"
          : "each \(one) has one row (column \(cluster))")
    }
    if let weight = sampling.weight {
      parts.append(
        sampling.isWeighted
          ? "rows weigh \(Scale.plain.text(sampling.least)) to \(Scale.plain.text(sampling.most)), \(PlainNumber.count(Int(bounded: sampling.total.rounded()))) together (column \(weight)); that alone makes \(PlainNumber.count(sampling.rows)) rows tell as much as \(PlainNumber.count(Int(bounded: (Double(sampling.rows) / max(1, sampling.weighting)).rounded())))"
          : "all rows weigh the same (column \(weight))")
    }
    if let stratum = sampling.stratum {
      let lonely =
        sampling.lonely == 0
        ? "" : ", \(sampling.lonely) of which \(sampling.lonely == 1 ? "holds" : "hold") one sampling unit alone"
      parts.append(
        "\(Phrases.counted(sampling.strata, "stratum", "strata")) (column \(stratum))\(lonely)"
          + (sampling.center == .grand ? "; a unit that is alone is set against all units" : ""))
    }
    return parts.isEmpty ? "" : Phrases.sentenceCase(parts.joined(separator: "; "))
  }

  /// How numbers of a sample are made; nothing where it changes none.
  static func convention(_ sampling: SamplingDescription) -> String? {
    guard !sampling.changesNothing else { return nil }
    return
      "The effective size of a rate is the number of independent people who would know it as well: rate × (1 − rate) ÷ its linearised variance, at most the rows. Rows ÷ effective size is the design effect. Ranges and verdicts use the methods for counts at the effective size, made smaller for few degrees of freedom; where two groups share sampling units and vary together, Student’s t takes their place. Counts are of rows without weights, and whether there are enough is asked of people. Fisher’s test, numbers of scores, F-measures and formulas, entropies, tests over all groups at once, pooling over strata and the bootstrap need rows of one person each that weigh the same; the first is replaced, the others are not made (needs-unweighted)."
  }

  /// "1,545".
  static func effective(_ sampling: EstimateSampling) -> String? {
    sampling.effective.map { PlainNumber.count(Int(bounded: $0.rounded())) }
  }

  /// "1,545 (2.12)".
  static func effectiveSize(_ sampling: EstimateSampling) -> String? {
    guard let effective = effective(sampling), let design = sampling.designEffect else { return nil }
    return "\(effective) (\(Scale.ratio.text(design)))"
  }
}
