import AuditStatistics
import Evenhand

try firstExample()
if CommandLine.arguments.contains("--plan") { try secondExample() }

// Who was invited, what became of them, and which groups they belong to: one entry a person.
let invited = (0..<400).map { $0 % 5 < ($0 % 2 == 0 ? 2 : 3) }
let hired = (0..<400).map { $0 % 7 < 4 }
let sex = (0..<400).map { $0 % 2 == 0 ? "F" : "M" }

let rates = try GroupRates(
  decisions: invited, favourable: [true], outcomes: hired, positive: [true], groups: ["sex": sex])
print(try rates.disparateImpact(across: ["sex"]))

// Any rate, by difference or ratio, against any reference.
let missed = try rates.compare(
  "false-negative-rate", across: ["sex"], by: .difference, against: .group(["M"]), confidence: 0.9)
print(missed)
print(missed["F"] ?? .nan, missed.disparity("F")?.interval?.upper ?? .nan)

// With a sampling weight, and people who stand in several rows.
let weights = (0..<400).map { $0 % 3 == 0 ? 2.0 : 1 }
let applicants = (0..<400).map { "applicant \($0 / 2)" }
let weighted = try GroupRates(
  decisions: invited, favourable: [true], groups: ["sex": sex], weights: weights, subjects: applicants)
print(try weighted.demographicParity(across: ["sex"]))

// Batches add up.
var sum = try GroupRates(decisions: invited, favourable: [true], groups: ["sex": sex])
try sum.add(GroupRates(decisions: [true, false], favourable: [true], groups: ["sex": ["F", "M"]]))
print(try sum.equalOpportunityIsAsked())

// Ranked lists: who received what, and where it stood.
let lists = try RecommendedLists(
  users: ["ann", "ann", "bob", "bob"], items: ["x", "y", "y", "z"], ranks: [1, 2, 1, 2],
  people: .init(["ann", "bob"], groups: ["sex": ["F", "M"]]),
  catalogue: .init(["x", "y", "z"], groups: ["maker": ["small", "large", "large"]]),
  relevance: .init(users: ["ann", "bob"], items: ["y", "y"]))
print(try lists.compare("exposure", across: ["maker"], by: .ratio))
print(try lists.compare("ndcg", across: ["sex"]))

// Intervals alone.
if let exact = ClopperPearson.interval(Proportion(successes: 4, trials: 20), confidence: 0.95) {
  print("Clopper–Pearson: \(exact.lower) to \(exact.upper)")
}

extension GroupRates {
  /// Where something was not handed over, the error says what to do.
  func equalOpportunityIsAsked() throws -> String {
    do { return try equalOpportunity(across: ["sex"]).description } catch let error as QuestionError {
      return "\(error)"
    }
  }
}
