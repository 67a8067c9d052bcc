import AuditNumerics
import AuditStatistics

/// Groups of people with known true rates.
struct Population {
  var trials: [Int]
  var rates: [Double]

  /// Equal groups, the first of which has its rate multiplied by `ratio`.
  init(groups: Int, trials: Int, rate: Double, firstTimes ratio: Double = 1) {
    self.trials = Array(repeating: trials, count: groups)
    rates = [rate * ratio] + Array(repeating: rate, count: groups - 1)
  }

  init(trials: [Int], rates: [Double]) {
    self.trials = trials
    self.rates = rates
  }

  /// One sample of every group.
  func sample(from stream: inout CounterStream) -> [Proportion] {
    zip(trials, rates).map { trials, rate in
      let successes = BinomialSampler.draw(trials: trials, probability: rate, from: &stream)
      return Proportion(successes: Double(successes), trials: Double(trials))
    }
  }
}

/// Numbers the simulated cells, so that each has streams of its own.
struct Streams {
  private var cell: UInt64

  init(after cell: UInt64 = 0) { self.cell = cell }

  mutating func next() -> @Sendable (Int) -> CounterStream {
    cell += 1
    return { [cell] run in CounterStream(seed: 20_240_601, stream: cell, replicate: UInt64(run)) }
  }
}

extension Double {
  /// A share in per cent with one decimal.
  var percent: String { (self * 100).fixed(1) }

  /// This number with `digits` decimals.
  func fixed(_ digits: Int) -> String {
    let scale = (0..<digits).reduce(1.0) { value, _ in value * 10 }
    let whole = Int((self * scale).rounded())
    guard digits > 0 else { return String(whole) }
    let text = String(abs(whole))
    let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
    return (whole < 0 ? "-" : "") + padded.dropLast(digits) + "." + padded.suffix(digits)
  }
}
