/// The words of the glossary, for whoever explains them outside a report.
package enum Glossary {
  /// Every term with what it means; a term that means something else in audits of lists has both, that of decisions first.
  package static var entries: [(term: String, meanings: [String])] {
    var entries: [(term: String, meanings: [String])] = []
    for entry in GlossarySection.words {
      if let at = entries.firstIndex(where: { $0.term == entry.term }) {
        entries[at].meanings.append(entry.meaning)
      } else {
        entries.append((entry.term, [entry.meaning]))
      }
    }
    return entries
  }
}
