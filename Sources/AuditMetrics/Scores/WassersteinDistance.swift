package import AuditRecord

/// How far scores would have to be moved for a group's to be distributed as everybody else's.
package struct WassersteinDistance: ScoreMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "wasserstein-distance", name: "Wasserstein distance",
    question: "By how much would the scores of a group have to move to be distributed as everybody else’s?",
    formula: "the area between the distribution functions of the group’s scores and of all other groups’",
    counted: "mean distance that scores would have to move", among: "people in {group} with a score",
    reading: "0 means that both have the same scores equally often; else it is in units of the score.",
    caveats: [
      "It has no sign: it does not say whose scores are higher.",
      "Its size depends on the scale of the score. Without a declared range of the score it has no upper limit.",
    ],
    needs: [.score], measure: .average, most: nil, comparison: .value, unit: .number, basis: .people, references: [],
    sources: [Bibliography.massart, Bibliography.vallender])

  /// The distance of each group to all others.
  package func numbers(of table: ScoreTable) -> [ScoreNumber] {
    table.distances(isGap: false) { own, others in
      var (before, otherBefore, area) = (0.0, 0.0, 0.0)
      var last: Double?
      let (people, otherPeople) = (Double(own.people), Double(others.people))
      ScoreRuns.walk(own, others) { value, count, otherCount in
        if let last { area += (before / people - otherBefore / otherPeople).magnitude * (value - last) }
        before += Double(count)
        otherBefore += Double(otherCount)
        last = value
      }
      return area
    }
  }

  /// Both ways the area is 0.07.
  package let example = ScoreExample(["a": 0.07, "b": 0.07])
}
