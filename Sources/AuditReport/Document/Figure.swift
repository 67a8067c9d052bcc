/// A chart with its message; the table that follows holds every number that it shows.
package struct Figure: Sendable, Hashable {
  /// The name that the parts of the drawing share: letters, digits and hyphens, once in a document.
  package var id: String
  /// The message, as one would say it.
  package var title: String
  /// How to read the chart, in a sentence or two.
  package var caption: String
  /// What a person hears who does not see it: kind, message, and where the numbers are.
  package var description: String
  /// The drawing.
  package var chart: Chart

  /// Puts a figure together.
  package init(id: String, title: String, caption: String, description: String, chart: Chart) {
    self.id = id
    self.title = title
    self.caption = caption
    self.description = description
    self.chart = chart
  }
}

/// A drawing, as values.
package enum Chart: Sendable, Hashable {
  /// Comparisons with their ranges, crude and within strata.
  case forest(ForestPlot)
  /// Shares along an ordered scale, such as ranks.
  case lines(LinePlot)
  /// A rate for every combination of two groupings.
  case heatmap(Heatmap)
  /// A judged number from audit to audit.
  case trend(TrendPlot)
}
