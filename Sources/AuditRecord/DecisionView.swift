/// One yes or no of decisions that have several labels, or come from several models: which model decided, and which class is set against
/// all others.
package struct DecisionView: Codable, Sendable, Hashable {
  /// The model's name; nil, and not written, where there is one system.
  package var model: String?
  /// The class that counts as favourable; nil, and not written, where the plan says which labels people want.
  package var `class`: Label?
  /// True where every class above it counts with it; nil, and not written, elsewhere.
  package var orHigher: Bool?
  /// True for a mean over all classes, each against the others; nil, and not written, elsewhere.
  package var isMean: Bool?
  /// True where outcomes are classes too, so that the outcome that counts as positive is the class; nil, and not written, elsewhere.
  package var isOfOutcome: Bool?

  /// States a view.
  package init(
    model: String? = nil, class: Label? = nil, orHigher: Bool = false, isMean: Bool = false, isOfOutcome: Bool = false
  ) {
    self.model = model
    self.class = `class`
    self.orHigher = orHigher ? true : nil
    self.isMean = isMean ? true : nil
    self.isOfOutcome = isOfOutcome ? true : nil
  }

  /// The name of a plain metric or requirement in this view; different for different views of a plan.
  ///
  /// Letters, digits and `._-` of labels stay, and everything else is written as `%` and two digits a byte.
  package func name(_ plain: String) -> String {
    plain + (model.map { "/model=\(Self.escaped($0))" } ?? "")
      + (`class`.map { "/\(orHigher == true ? "at-least" : "class")=\(Self.escaped($0.text))" } ?? "")
      + (isMean == true ? "/macro-average" : "")
  }

  /// The name without its view, of one that ``name(_:)`` made; any other as it is.
  package static func plain(_ name: String) -> String {
    let marks = ["/model=", "/class=", "/at-least=", "/macro-average"]
    let ends = marks.compactMap { name.firstRange(of: $0)?.lowerBound }
    return ends.min().map { String(name[..<$0]) } ?? name
  }

  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.map { scalar -> String in
      let isPlain =
        "._-".unicodeScalars.contains(scalar)
        || scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal
      return isPlain
        ? String(scalar)
        : String(scalar).utf8.map { byte in
          "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }.joined()
  }

  /// The class as a sentence names it; nil where there is none.
  package var classWords: String? {
    `class`.map { "“\(Words.label($0))”" + (orHigher == true ? " or higher" : "") }
  }

  /// The model as a sentence names it; nil where there is none.
  package var modelWords: String? { model.map { "model “\(Words.label(Label($0)))”" } }
}

/// The classes of decisions that are no yes or no, each of which is set against all others.
package struct DecisionClasses: Codable, Sendable, Hashable {
  /// The classes: in the order of the plan, or of their bytes where the data gave them.
  package var labels: [Label]
  /// True where the plan leaves it to the data which classes there are; nil, and not written, elsewhere.
  package var isFound: Bool?
  /// True where the plan lists them from the lowest to the highest; nil, and not written, elsewhere.
  package var isOrdered: Bool?
  /// True where outcomes have the same classes; nil, and not written, elsewhere.
  package var isOfOutcome: Bool?

  /// States classes.
  package init(_ labels: [Label], isFound: Bool = false, isOrdered: Bool = false, isOfOutcome: Bool = false) {
    self.labels = labels
    self.isFound = isFound ? true : nil
    self.isOrdered = isOrdered ? true : nil
    self.isOfOutcome = isOfOutcome ? true : nil
  }

  /// Classes at most: each is audited as a decision of its own.
  package static let most = 20
}

/// One of several models that decided about the same people.
package struct DecisionModel: Codable, Sendable, Hashable {
  /// Its name in the plan.
  package var name: String
  /// The column of its decisions; nil, and not written, where only scores are known.
  package var decision: String?
  /// The column of its scores; nil, and not written, where the plan names none.
  package var score: String?

  /// Names a model.
  package init(name: String, decision: String? = nil, score: String? = nil) {
    self.name = name
    self.decision = decision
    self.score = score
  }
}

extension MetricCard {
  /// The card of the metric in a view: what it is called, and what it counts.
  ///
  /// - Parameter parts: The ids of the metrics of which a mean over classes is made.
  package func viewed(_ view: DecisionView, parts means: [String] = []) -> MetricCard {
    var card = self
    card.view = view
    card.plain = id
    card.id = view.name(id)
    card.aliases = []
    card.parts = means.isEmpty ? parts.map(view.name) : means
    card.crude = crude.map(view.name)
    card.complement = complement.map(view.name)
    let names = [view.classWords.map { " of \($0)" }, view.modelWords.map { ", \($0)" }].compactMap(\.self)
    card.name += (view.isMean == true ? ", mean over classes" : "") + names.joined()
    if let words = view.classWords {
      let replacements = ClassPhrases.replacements(words, isOfOutcome: view.isOfOutcome == true)
      func worded(_ text: String) -> String { ClassPhrases.worded(text, replacements) }
      card.question = worded(question)
      card.formula = worded(formula)
      card.counted = worded(counted)
      card.among = worded(among)
      card.reading = worded(reading)
      card.caveats = caveats.map(worded)
    }
    if view.isMean == true {
      card.comparison = .difference
      card.combination = .mean
      card.scale = .identity
      card.question =
        "Averaged over all classes, how far apart are the two groups that differ most in the \(lowercasedName)?"
      card.formula =
        "mean over classes of the largest difference, or of the smallest ratio, between two groups in: \(formula)"
      card.reading = "0 as a difference (1 as a ratio) means that the rate of every class is equal in all groups."
      card.caveats = [
        "Classes weigh the same, however rare they are.",
        "The two groups that differ most may be others in each class.",
        "The worst of several tends to be larger in small samples.",
      ]
    }
    return card
  }

  private var lowercasedName: String { MetricName.inSentence(name) }
}

/// Phrases of cards about a favourable decision, as they are said of a class.
enum ClassPhrases {
  /// What is said in place of what, longer phrases first.
  ///
  /// - Parameter words: The class as a sentence names it.
  static func replacements(_ words: String, isOfOutcome: Bool) -> [(String, String)] {
    let decision = [
      ("labels that the plan calls favourable and positive", "meaning of the class"),
      ("received the unfavourable decision", "received another decision than \(words)"),
      ("received the favourable decision", "received \(words)"),
      ("receive the favourable decision", "receive \(words)"),
      ("with a favourable decision", "with the decision \(words)"),
      ("with an unfavourable decision", "with another decision than \(words)"),
      ("an unfavourable decision", "another decision than \(words)"),
      ("a favourable decision", "the decision \(words)"),
      ("favourable decisions", "decisions of \(words)"),
      ("on the unfavourable side", "on the side of other decisions"),
      ("were passed over", "received another decision"), ("passed over", "given another decision"),
      ("who were wrongly taken", "who wrongly received \(words)"),
      ("wrongly taken", "who wrongly received \(words)"),
      ("unfavourable", "decided otherwise"),
      ("favourable", "decided \(words)"),
      ("is the group selected", "does the group receive \(words)"),
    ]
    guard isOfOutcome else { return decision }
    return decision + [
      ("a positive and people with a negative outcome", "the outcome \(words) and people with another"),
      ("a positive outcome", "the outcome \(words)"), ("a negative outcome", "another outcome than \(words)"),
      ("a positive one", "the outcome \(words)"), ("the positive outcome", "the outcome \(words)"),
      ("positive outcomes", "outcomes \(words)"), ("negative outcomes", "other outcomes than \(words)"),
      (" positive", " observed \(words)"), (" negative", " observed otherwise"),
    ]
  }

  /// A text with phrases replaced, each passage once. Names of rates keep their "positive" and "negative".
  static func worded(_ text: String, _ replacements: [(String, String)]) -> String {
    let kept = [
      "true positive", "false positive", "true negative", "false negative", "true and false positive",
      "positive predictive", "negative predictive",
    ]
    var result = ""
    var rest = text[...]
    while !rest.isEmpty {
      if let name = kept.first(where: { rest.hasPrefix($0) }) {
        result += name
        rest = rest.dropFirst(name.count)
      } else if let (phrase, words) = replacements.first(where: { rest.hasPrefix($0.0) }) {
        result += words
        rest = rest.dropFirst(phrase.count)
      } else {
        result.append(rest.removeFirst())
      }
    }
    return result
  }
}
