import AuditRecord

/// Cards of the metrics that samples use.
enum SampleCards {
  static let selection = MetricCard(
    id: "selection-rate", name: "Selection rate", aliases: ["demographic-parity", "impact-ratio"],
    question: "Of every 100 people in the group, how many received the favourable decision?",
    formula: "favourable decisions ÷ all decisions", counted: "received the favourable decision",
    among: "people in {group}",
    reading: "A ratio below 1 means that the group received the favourable decision less often.",
    caveats: ["Says nothing about whether the decisions were right."], needs: [.decision],
    sources: ["Bickel and others (1975). Science 187, 398. https://doi.org/10.1126/science.187.4175.398."])

  static let conditional = MetricCard(
    id: "conditional-selection-rate", name: "Conditional selection rate",
    question:
      "Among people of the same stratum, how often did the group receive the favourable decision, compared with others?",
    formula: "Mantel–Haenszel ratio or difference of selection rates over strata",
    counted: "received the favourable decision", among: "people in {group}",
    reading: "A pooled ratio below 1 means that the group received the favourable decision less often within strata.",
    caveats: ["One pooled number is an average; look at each stratum beside it."], needs: [.decision, .strata],
    crude: "selection-rate", sources: ["Mantel, Haenszel (1959). JNCI 22, 719."])

  static let truePositive = MetricCard(
    id: "true-positive-rate", name: "True positive rate", aliases: ["equal-opportunity"],
    question: "Of every 100 people with a positive outcome, how many received the favourable decision?",
    formula: "favourable decisions with a positive outcome ÷ positive outcomes",
    counted: "received the favourable decision", among: "people in {group} with a positive outcome",
    reading: "A ratio below 1 means that people with a positive outcome were passed over more often.",
    needs: [.decision, .outcome], sources: ["Hardt, Price, Srebro (2016). NeurIPS 29."])

  static let falsePositive = MetricCard(
    id: "false-positive-rate", name: "False positive rate",
    question: "Of every 100 people with a negative outcome, how many received the favourable decision?",
    formula: "favourable decisions with a negative outcome ÷ negative outcomes",
    counted: "received the favourable decision", among: "people in {group} with a negative outcome",
    reading: "A ratio above 1 means that people with a negative outcome received the favourable decision more often.",
    needs: [.decision, .outcome], sources: ["Hardt, Price, Srebro (2016). NeurIPS 29."])

  static let odds = MetricCard(
    id: "equalized-odds", name: "Equalized odds",
    question: "Among people with the same outcome, how far apart are the rates of favourable decisions at most?",
    formula: "the worse of the disparities of true positive rate and false positive rate",
    counted: "received the favourable decision", among: "people in {group} with the same outcome",
    reading: "0 as a difference means that both rates are equal in all groups.",
    caveats: ["The worst of several tends to be larger in small samples."], needs: [.decision, .outcome],
    comparison: .difference, sources: ["Hardt, Price, Srebro (2016). NeurIPS 29."])
}
