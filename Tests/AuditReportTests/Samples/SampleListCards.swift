import AuditRecord

/// Cards of the metrics of lists that samples use.
enum SampleListCards {
  private static func card(
    _ id: String, _ name: String, _ question: String, formula: String, counted: String, among: String,
    reading: String, side: MetricSide, measure: Measure, least: Double? = 0, most: Double? = 1, ideal: Double? = nil,
    comparison: Comparison, unit: MetricUnit = .number, scale: SpreadScale = .identity, basis: MetricBasis = .lists,
    attention: Bool = false
  ) -> MetricCard {
    MetricCard(
      id: id, name: name, question: question, formula: formula, counted: counted, among: among, reading: reading,
      needs: [.lists], side: side, measure: measure, least: least, most: most, ideal: ideal, comparison: comparison,
      unit: unit, scale: scale, basis: basis, attention: attention, sources: ["A work (2020). A journal 1, 2."])
  }

  static let quality = card(
    "ndcg", "List quality (NDCG)",
    "Do groups of people get lists that are equally close to the best possible ones?",
    formula: "attention-weighted relevance of the list ÷ that of the best list, averaged over people",
    counted: "list quality (NDCG)", among: "people in {group}", reading: "1 means the best list that could be made.",
    side: .receivers, measure: .average, comparison: .ratio)

  static let precision = card(
    "precision-at-k", "Precision at the depth",
    "Do groups of people get lists with equally much that is relevant to them?",
    formula: "relevant positions ÷ depth, averaged over people", counted: "precision", among: "people in {group}",
    reading: "A difference of −0.1 means one relevant item fewer in ten.", side: .receivers, measure: .average,
    comparison: .difference)

  static let nothing = card(
    "received-nothing", "Received nothing", "Are groups of people equally often left without a list?",
    formula: "people without a list ÷ people who should have received one", counted: "received no list",
    among: "people in {group} who should have received one", reading: "A difference above 0 means more left out.",
    side: .receivers, measure: .proportion, comparison: .difference, unit: .share, basis: .people)

  static let lift = card(
    "popularity-lift", "Popularity lift (ΔGAP)",
    "Are groups of people pushed equally far towards what is popular?",
    formula: "(mean popularity of lists − that of histories) ÷ that of histories", counted: "popularity lift",
    among: "people in {group}", reading: "0 means as popular as what people chose before.", side: .receivers,
    measure: .average, least: -1, most: nil, comparison: .difference)

  static let exposure = card(
    "exposure", "Exposure", "Do items of each group get equal attention?",
    formula: "attention of the group ÷ its items, averaged over lists", counted: "attention an item gets in a list",
    among: "items of {group}", reading: "A ratio below 1 means less attention for each item.", side: .providers,
    measure: .average, most: nil, comparison: .ratio, scale: .logarithm, attention: true)

  static let share = card(
    "exposure-share", "Share of exposure",
    "Does each group of items get the share of attention that the target gives it?",
    formula: "attention of the group ÷ attention of all groups, over all lists", counted: "share of the attention",
    among: "items of {group}", reading: "Against the target, a ratio below 1 means less than the target.",
    side: .providers, measure: .average, comparison: .ratio, unit: .share, scale: .logit, attention: true)

  static let represented = card(
    "ranked-group-representation", "Under-represented in the ranking",
    "In how many lists does the group hold fewer of the first positions than chance would give it?",
    formula: "lists that fail the exact test ÷ lists", counted: "lists fall short of the group’s target share",
    among: "lists, for items of {group},", reading: "Up to one list in ten falls short by chance alone.",
    side: .providers, measure: .proportion, comparison: .value, unit: .share)

  static let divergence = card(
    "ndkl", "Divergence of the ranking (NDKL)",
    "Is the mix of groups at the top of the lists that of the target, at every depth?",
    formula: "divergence of the mix from the target, averaged over depths", counted: "divergence of the ranking",
    among: "groups of {group}", reading: "0 means the target’s mix at every depth.", side: .providers, measure: .whole,
    most: nil, ideal: 0, comparison: .value, attention: true)

  static let gini = card(
    "exposure-gini", "Concentration of exposure (Gini)",
    "How unequally is attention spread over the items of the catalogue?",
    formula: "Σ (2i − n − 1) xᵢ ÷ (n Σ x)", counted: "concentration of exposure", among: "all items of {group}",
    reading: "0 means the same attention for every item.", side: .providers, measure: .whole, comparison: .value,
    attention: true)

  static let all = [quality, precision, nothing, lift, exposure, share, represented, divergence, gini]
}
