/// Whoever is shown what `evenhand init` has found, and answers its questions: a person at a terminal, or a test.
package protocol Answering: AnyObject {
  /// Whether there is anybody to ask.
  var canAnswer: Bool { get }
  /// Shows lines.
  func show(_ text: String)
  /// The answer to a question, as it was typed; nothing where there will be no more answers. The question ends where the
  /// answer is to begin.
  func answer(_ question: String) -> String?
}

/// What the options of `evenhand init` say beforehand.
package struct GivenAnswers: Sendable {
  /// The answers by what is asked, each as it would be typed.
  package var answers: [Topic: [String]]
  /// Whether proposals are taken where an answer is missing and nobody can be asked.
  package var takesProposals: Bool

  /// States answers.
  package init(_ answers: [Topic: [String]] = [:], takesProposals: Bool = false) {
    self.answers = answers
    self.takesProposals = takesProposals
  }

  /// What is asked, by the name of the option that answers it.
  package enum Topic: String, Sendable, Hashable, CaseIterable {
    case title, subject, decision, outcome, group, reference, count, selected, people, user, item, rank, score
    case relevant, grade
    case favourable, positive, bins
    case notDecided = "not-decided"
    case atLeast = "at-least"

    /// The option that answers it.
    var option: String {
      switch self {
      case .favourable: "--decision"
      case .positive: "--outcome"
      case .bins: "--group"
      default: "--\(rawValue)"
      }
    }
  }
}

/// Something that a person can mend about the answers to `evenhand init`.
package struct StartError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The cause, and the mend.
  package let description: String

  init(_ cause: String, hint: String? = nil) { description = cause + (hint.map { " (\($0))" } ?? "") }
}

/// A question, and what is done where nobody answers it.
struct Question {
  let topic: GivenAnswers.Topic
  /// What it asks.
  let words: String
  /// What an empty line means.
  var proposal: String?
  /// Whether the proposal may be taken without asking anybody.
  var isUsual = true
  /// The option as it is written, with what it takes.
  let usage: String
}

/// Asks: options first, then whoever answers.
struct Asker {
  let given: GivenAnswers
  let person: any Answering
  /// What was asked about, by options or otherwise.
  private let asked: Asked

  private final class Asked { var topics: Set<GivenAnswers.Topic> = [] }

  init(given: GivenAnswers, person: any Answering) {
    (self.given, self.person, asked) = (given, person, Asked())
  }

  private init(_ other: Asker, without topic: GivenAnswers.Topic) {
    var given = other.given
    given.answers[topic] = nil
    (self.given, person, asked) = (given, other.person, other.asked)
  }

  /// What options say of something, for a question that is asked several times.
  func said(_ topic: GivenAnswers.Topic) -> [String]? {
    asked.topics.insert(topic)
    return given.answers[topic]
  }

  /// Throws at an option that no question was about.
  func checkAllAsked() throws(StartError) {
    let left = GivenAnswers.Topic.allCases.first { given.answers[$0] != nil && !asked.topics.contains($0) }
    guard let left else { return }
    throw StartError("\(left.option) answers nothing that is asked about these files", hint: "leave it out")
  }

  /// Whether an option answers it.
  func isGiven(_ topic: GivenAnswers.Topic) -> Bool { given.answers[topic] != nil }

  /// The same without what options say of something, which was about something else.
  func asking(_ topic: GivenAnswers.Topic) -> Asker { Asker(self, without: topic) }

  /// Asks until the answer can be understood, and is given anew where it cannot.
  ///
  /// - Parameter understand: What an answer means: the parts of an option that was given several times, or one line.
  func ask<Value>(
    _ question: Question, _ understand: ([String]) throws(StartError) -> Value
  ) throws(StartError) -> Value {
    if let answer = said(question.topic) {
      do { return try understand(answer) } catch { throw StartError("\(question.topic.option): \(error)") }
    }
    guard person.canAnswer else {
      guard let proposal = question.proposal, question.isUsual, given.takesProposals else {
        let usual = question.isUsual ? question.proposal.map { ", or --yes to take \($0)" } ?? "" : ""
        throw StartError("\(question.words)", hint: "nobody can be asked; add \(question.usage)\(usual)")
      }
      return try understand([proposal])
    }
    let proposal = question.proposal.map { " [\($0)]" } ?? ""
    let prompt = question.words + proposal + (proposal.isEmpty && question.words.hasSuffix("?") ? " " : ": ")
    while let typed = person.answer(prompt) {
      do { return try understand([typed.isEmpty ? question.proposal ?? "" : typed]) } catch {
        person.show("\(error)")
      }
    }
    throw StartError("the answers ended before the questions did", hint: "nothing was written")
  }
}
