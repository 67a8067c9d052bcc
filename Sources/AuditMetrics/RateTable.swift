import AuditData
package import AuditNumerics
package import AuditStatistics

/// Every rate of every group, by two matrix products.
///
/// A rate is a ratio of two linear functionals of the cell counts, so all numerators are `A · C` and all denominators
/// `B · C`, with `A` and `B` `[metrics × cells]` of zeros and ones and `C` `[cells × columns]`. A column is a group, or a
/// group in one bootstrap replicate: the same two products serve both.
package struct RateTable: Sendable {
  /// What was counted `[metrics × columns]`.
  package let numerators: Matrix
  /// Among how many `[metrics × columns]`.
  package let denominators: Matrix

  /// All rates of the groups of `counts` `[groups × cells]`.
  package init(metrics: [any RateMetric], counts: Matrix) {
    var columns = Matrix(rows: counts.columns, columns: counts.rows, repeating: 0)
    for group in 0..<counts.rows {
      for cell in 0..<counts.columns { columns[cell, group] = counts[group, cell] }
    }
    self.init(metrics: metrics, cells: columns)
  }

  /// All rates of `cells` `[cells × columns]`.
  package init(metrics: [any RateMetric], cells: Matrix) {
    let width = DecisionCell.allCases.count
    numerators = Matrix.product(
      Matrix(rows: metrics.count, columns: width, elements: metrics.flatMap { $0.numerator.weights }), cells)
    denominators = Matrix.product(
      Matrix(rows: metrics.count, columns: width, elements: metrics.flatMap { $0.denominator.weights }), cells)
  }

  /// The rate of one metric in one column.
  package func proportion(metric: Int, group: Int) -> Proportion {
    Proportion(successes: numerators[metric, group], trials: denominators[metric, group])
  }
}
