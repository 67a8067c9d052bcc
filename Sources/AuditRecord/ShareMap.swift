/// How a number follows from a share of people, with which it rises.
///
/// The number is compared as what it is; limits of the share become those of the number.
package enum ShareMap: OpenWord {
  /// 2q/(1 + q): the F1 score, where q counts the true positives among all that are not true negatives.
  case f1
  /// q/(1 − q): how many are counted for each who is not.
  case odds
  /// A map that this version does not know: its numbers cannot be made again.
  case other(String)

  /// The maps that this version knows.
  package static let known: [ShareMap] = [.f1, .odds]

  /// The word in records.
  package var rawValue: String {
    switch self {
    case .f1: "f1"
    case .odds: "odds"
    case .other(let word): word
    }
  }

  /// As many must be counted, and not counted, for the number to be of use; 0 where any number of them is.
  package var fewest: Double { self == .odds ? ShareMap.fewestOfEach : 0 }

  /// Fewer people than this in a count that is divided by make a number whose range is not known well enough.
  package static let fewestOfEach = 10.0

  /// The number of so many among so many; nil where there is none.
  package func value(successes: Double, trials: Double) -> Double? {
    guard trials > 0, successes >= fewest, trials - successes >= fewest else { return nil }
    switch self {
    case .f1: return 2 * successes / (successes + trials)
    case .odds: return successes / (trials - successes)
    case .other: return nil
    }
  }
}
