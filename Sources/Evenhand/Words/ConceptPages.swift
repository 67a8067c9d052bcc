/// Pages of words that reports, monitoring and histories use, and that are no metric, verdict or code.
enum ConceptPages {
  static let entries = [
    Explanation.Entry(
      ["Evidence", "e-value", "evidence of an alarm"],
      "What `evenhand history monitor` computes from the counts of one audit after another: how many times more likely the counts are if the requirement is missed than if it holds at the nearest rates. If the requirement holds in every window, the chance that the evidence ever reaches 20 is at most 1 in 20, however often somebody looks. Low evidence does not show that the requirement holds."
    ),
    Explanation.Entry(
      ["Alarm", "false alarm"],
      "Raised when the evidence reaches 1 divided by the rate of false alarms that the plan states. It says that in at least one window so far the requirement did not hold. It stands until somebody signs what was changed for each pair of groups that raised it, whatever later plans say."
    ),
    Explanation.Entry(
      ["Confidence interval", "interval", "95 % interval", "range"],
      "The true values that the data are compatible with. Of many audits with 95 % intervals about 95 in 100 have the true value in theirs. A wide interval comes from few people."
    ),
    Explanation.Entry(
      ["Power", "what this audit could have seen", "smallest difference"],
      "Which true values the audit would have shown as met, or as not met, in 80 of 100 audits of this size. It decides no verdict; it says whether an inconclusive one could have been otherwise. `evenhand power` works it out before an audit."
    ),
    Explanation.Entry(
      ["Left out", "people left out", "bounds", "worst case"],
      "People who are in the data and in no number, since something about them is missing or the plan leaves them out. The report says how many, and the least and the most that the number could be if all of them had been counted. Where that could change a verdict, and they are more than the plan passes over, the verdict is inconclusive."
    ),
    Explanation.Entry(
      ["Census", "period", "describes its period only"],
      "An audit with `inference: period`: it speaks of the people of its period and nobody else. With everybody counted nothing is estimated, and the numbers themselves decide. Intervals then speak of others treated by the same system."
    ),
    Explanation.Entry(
      ["Even", "what an even system shows"],
      "What Gini, coverage or entropy come to where a system makes no difference between items, with as many lists as were audited. Even then some items are shown more often than others, by chance."
    ),
    Explanation.Entry(
      ["Look", "looks", "looks at a test set"],
      "Each audit of one test set is a look at it. Whoever changes a system until such an audit is met fits it to that set; the next data may then show another result. `run.json` and the terminal say how many looks there were."
    ),
    Explanation.Entry(
      ["Waiver"],
      "A signed statement that a requirement which is not met, or not decided, is accepted until a day, with a reason. The plan says who may sign one and for how long. The finding stays as it is, and is named beside the waiver. `evenhand sign BUNDLE --event waive` makes one."
    ),
    Explanation.Entry(
      ["Rules", "rules version"],
      "The numbered rules by which a record was judged. A record keeps its own, and later versions judge it by them; a change that could turn a verdict raises the number."
    ),
  ]
}
