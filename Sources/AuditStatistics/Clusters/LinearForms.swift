import AuditNumerics

/// Functions of means, rewritten as functions of the means of few sums of components.
///
/// Exposure by group of items is a sum over many items, and every share has the same total below it. Evaluated once a
/// cluster such sums cost one matrix product, however many functions use them.
struct LinearForms {
  /// The sums [forms × k], each different.
  let map: Matrix
  /// The functions, in which `.mean(i)` is the mean of the i-th sum.
  let functions: [MeanFunction]

  /// Rewrites functions of the means of `dimension` components.
  init(_ functions: [MeanFunction], dimension: Int) {
    var builder = Builder(dimension: dimension)
    self.functions = functions.map { builder.rewrite($0) }
    var map = Matrix(rows: builder.forms.count, columns: dimension)
    for (row, form) in builder.forms.enumerated() {
      for term in form { map[row, term.component] = term.weight }
    }
    self.map = map
  }

  private struct Term: Hashable {
    let component: Int
    let weight: Double
  }

  private struct Sum {
    var weights: [Int: Double] = [:]
    var constant = 0.0
  }

  private struct Builder {
    let dimension: Int
    var forms: [[Term]] = []
    private var places: [[Term]: Int] = [:]

    init(dimension: Int) { self.dimension = dimension }

    mutating func rewrite(_ function: MeanFunction) -> MeanFunction {
      if Self.isLinear(function) {
        var sum = Sum()
        add(function, times: 1, to: &sum)
        return place(sum)
      }
      return switch function {
      case .plus(let first, let second): rewrite(first) + rewrite(second)
      case .minus(let first, let second): rewrite(first) - rewrite(second)
      case .times(let first, let second): rewrite(first) * rewrite(second)
      case .over(let first, let second): rewrite(first) / rewrite(second)
      case .constant, .mean, .combination: function
      }
    }

    private static func isLinear(_ function: MeanFunction) -> Bool {
      switch function {
      case .constant, .mean, .combination: true
      case .plus(let first, let second), .minus(let first, let second): isLinear(first) && isLinear(second)
      case .times(.constant, let second): isLinear(second)
      case .times(let first, .constant): isLinear(first)
      case .times, .over: false
      }
    }

    private func add(_ function: MeanFunction, times factor: Double, to sum: inout Sum) {
      switch function {
      case .constant(let value):
        sum.constant += factor * value
      case .mean(let component):
        sum.weights[component, default: 0] += factor
      case .combination(let weights):
        precondition(weights.count == dimension, "a combination has a weight for each component")
        for (component, weight) in weights.enumerated() where weight != 0 {
          sum.weights[component, default: 0] += factor * weight
        }
      case .plus(let first, let second):
        add(first, times: factor, to: &sum)
        add(second, times: factor, to: &sum)
      case .minus(let first, let second):
        add(first, times: factor, to: &sum)
        add(second, times: -factor, to: &sum)
      case .times(.constant(let value), let other), .times(let other, .constant(let value)):
        add(other, times: factor * value, to: &sum)
      case .times, .over:
        preconditionFailure("a sum is linear")
      }
    }

    private mutating func place(_ sum: Sum) -> MeanFunction {
      let terms = sum.weights.filter { $0.value != 0 }.map { Term(component: $0.key, weight: $0.value) }
        .sorted { $0.component < $1.component }
      guard !terms.isEmpty else { return .constant(sum.constant) }
      let place = places[terms] ?? forms.count
      if place == forms.count {
        places[terms] = place
        forms.append(terms)
      }
      return sum.constant == 0 ? .mean(place) : .mean(place) + .constant(sum.constant)
    }
  }
}
