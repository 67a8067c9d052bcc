import AuditRecord

/// What every method in a record does, in plain words, with its source.
package enum MethodNotes {
  /// A method.
  package struct Note: Sendable {
    /// The name in records.
    package let id: String
    /// The name that people know it by.
    package let name: String
    /// What it does, and who published it.
    package let words: String
  }

  /// The name that people know it by, or the id when it is not known here.
  static func name(_ method: MethodName) -> String { all.first { $0.id == method.rawValue }?.name ?? method.rawValue }

  /// Every method that this version knows, in the order in which a report explains them.
  package static let all: [Note] = [
    Note(
      id: "wilson", name: "Wilson score interval",
      words:
        "The interval of a rate: all true rates that a score test does not reject. It stays between 0 and 100 %, and works for small groups. Wilson, Journal of the American Statistical Association 22 (1927) 209."
    ),
    Note(
      id: "clopper-pearson", name: "Clopper–Pearson interval",
      words:
        "The exact interval of one proportion: all shares that the two binomial tests do not reject. It covers the true share at least as often as it says, whatever the share. Clopper and Pearson, Biometrika 26 (1934) 404."
    ),
    Note(
      id: "korn-graubard", name: "Korn–Graubard interval",
      words:
        "The interval of a rate of a sample: that of Clopper and Pearson at the size that independent people would have who know the rate as well, with the degrees of freedom of its variance. Korn and Graubard, Survey Methodology 24 (1998) 193."
    ),
    Note(
      id: "linearised-t", name: "t-test with linearised variance",
      words:
        "Whether the rates of two groups of a sample agree: their difference in standard errors, which allow for weights, strata and for decisions of one person or cluster. Woodruff, Journal of the American Statistical Association 66 (1971) 411."
    ),
    Note(
      id: "koopman", name: "Koopman score interval",
      words:
        "The interval of a ratio of two rates: all true ratios that a score test does not reject. It also works when a count is zero. Koopman, Biometrics 40 (1984) 513."
    ),
    Note(
      id: "katz", name: "Katz logarithmic interval",
      words:
        "The interval of a ratio of two rates on the logarithmic scale, offered by the library for comparison with published analyses. Katz and others, Biometrics 34 (1978) 469."
    ),
    Note(
      id: "newcombe", name: "Newcombe interval",
      words:
        "The interval of a difference of two rates, made of the Wilson intervals of both. Newcombe, Statistics in Medicine 17 (1998) 873."
    ),
    Note(
      id: "guarded-score", name: "Guarded score interval",
      words:
        "The interval by which a group’s ratio or difference is judged. It takes the score interval and corrects it for skewness where counts are small or sizes differ a lot. It excludes a value only when both forms do. The end that could show “not met” allows for all comparisons in the grouping; the end that shows “met” needs no such allowance, because every one must pass."
    ),
    Note(
      id: "projection", name: "Projection of all pairs",
      words:
        "The interval of a worst pair, or of a number made of several rates. The intervals of all pairs are made wide enough to hold together, and the number’s interval is read off them. It holds even when all groups are equal, where resampling fails."
    ),
    Note(
      id: "fisher-exact", name: "Fisher’s exact test",
      words:
        "A test of whether two rates are equal, from the probabilities of all tables with the same margins. Two-sided: it adds up all tables that are no more probable. Fisher, Journal of the Royal Statistical Society 98 (1935) 39."
    ),
    Note(
      id: "pooled-z", name: "Pooled z-test",
      words:
        "A test of whether two rates are equal, for large groups. Both groups share one estimate of the rate, and there is no continuity correction."
    ),
    Note(
      id: "holm", name: "Holm’s adjustment",
      words:
        "Makes the p-values of a family of tests larger, so that the chance of any false finding in the family stays small. Holm, Scandinavian Journal of Statistics 6 (1979) 65."
    ),
    Note(
      id: "tukey", name: "Tukey’s adjustment",
      words:
        "Allows for a reference group that the data chose, such as the one with the highest rate. It uses the distribution of the range over all groups, at the normal deviate of the p-value itself, so that it never makes one smaller; under rules 1 and 2 at that of the z-test, beside which an exact p-value of small groups could be the larger one. Tukey (1953); Kramer, Biometrics 12 (1956) 307."
    ),
    Note(
      id: "wilson-exact", name: "Wilson score interval, exact where it searches",
      words:
        "The interval of the lowest or highest of several rates. The end that shows “met” is the lowest or highest of the groups’ Wilson intervals. The end that could show “not met” allows for looking at every group, and takes the wider of Wilson’s and Clopper and Pearson’s limits, since Wilson’s err too often far out."
    ),
    Note(
      id: "woolf", name: "Woolf’s logarithmic interval",
      words:
        "The interval of a ratio of two quotients of counts, on the logarithmic scale: its variance is the sum of the reciprocals of all four counts. Woolf, Annals of Human Genetics 19 (1955) 251."
    ),
    Note(
      id: "conditional-exact", name: "Exact conditional interval of an odds ratio",
      words:
        "The interval by which a ratio of two quotients of counts is judged where any of the four counts is below 50: all ratios that the exact test given both margins does not reject on either side. Where all counts are larger, Woolf’s interval serves. Cornfield, Proceedings of the Third Berkeley Symposium 4 (1956) 135."
    ),
    Note(
      id: "homogeneity-of-means", name: "Test of equal mean benefits",
      words:
        "A test of whether the mean benefit is the same in all groups: squared distances from their common mean, each in units of its own variance, added up and set against χ². Cochran, Biometrics 10 (1954) 417."
    ),
    Note(
      id: "stratified-score", name: "Guarded score over strata",
      words:
        "The interval that a verdict about a number pooled over strata rests on. In every stratum the rates are estimated as the hypothetical value has them, and what the data lie away from it is added up; a value is ruled out when the score, and the score corrected for its skewness, both reach the critical value. It also holds with few or no events. Miettinen and Nurminen, Statistics in Medicine 4 (1985) 213; Gart and Nam, Biometrics 44 (1988) 323."
    ),
    Note(
      id: "exact", name: "Exact interval without variance",
      words:
        "The interval of an average over people who all agree, or of whom fewer than ten have anything. That they agree does not show that all would: were a share q different, n people would agree with probability (1 − q) to the power of n. The average lies within that share of the end of what one list can have. Clopper and Pearson, Biometrika 26 (1934) 404."
    ),
    Note(
      id: "mover", name: "Interval from the intervals of both sides",
      words:
        "The interval of a comparison in which people of a side all agree, of numbers that follow from a rate, and of a change since an earlier audit. It is put together from the interval of each side alone: the distances from each value to its own limits, squared and added up; for a ratio on the logarithm. Zou and Donner, Statistics in Medicine 27 (2008) 1693."
    ),
    Note(
      id: "greenland-robins", name: "Mantel–Haenszel ratio",
      words:
        "The ratio of two rates, averaged over strata with the weights of Mantel and Haenszel. Its interval follows Greenland and Robins, Biometrics 41 (1985) 55."
    ),
    Note(
      id: "sato", name: "Mantel–Haenszel difference",
      words:
        "The difference of two rates, averaged over strata with the weights of Mantel and Haenszel. Its interval follows Sato, Biometrics 45 (1989) 1323."
    ),
    Note(
      id: "cochran-mantel-haenszel", name: "Cochran–Mantel–Haenszel test",
      words:
        "A test of whether two rates are equal within every stratum. It adds up, over strata, how far the counts are from what equality leads to. Mantel and Haenszel, Journal of the National Cancer Institute 22 (1959) 719."
    ),
    Note(
      id: "generalized-cochran-mantel-haenszel", name: "Generalized Cochran–Mantel–Haenszel test",
      words:
        "A test of whether a rate is the same in all groups: over everybody, or within every stratum. Landis, Heyman and Koch, International Statistical Review 46 (1978) 237."
    ),
    Note(
      id: "max-t-permutation", name: "Limits of the largest difference",
      words:
        "The interval of the largest of many differences between lists of groups: each difference with its standard error, times one critical value for all, which the largest difference exceeds in 5 of 100 permutations of the groups within contexts. Westfall and Young, Resampling-based multiple testing, Wiley 1993."
    ),
    Note(
      id: "permutation-within", name: "Permutation test within contexts",
      words:
        "A test of whether lists depend on the group at all. People of one context exchange their groups at random, again and again, and the largest difference is set beside those that come of it. It holds where people of a context are exchangeable when nothing depends on the group."
    ),
    Note(
      id: "fieller", name: "Fieller’s interval",
      words:
        "The interval of a ratio of two numbers that may lie on either side of 0, such as slopes: all ratios R for which the first number less R times the second is not told from 0. Where the second is itself not told from 0, nothing can be said of the ratio. Fieller, Journal of the Royal Statistical Society B 16 (1954) 175."
    ),
    Note(
      id: "delong-logit", name: "Logit interval by DeLong’s variance",
      words:
        "The interval of an area under the ROC curve in tables, symmetric on the logit, so that it stays between 0 and 1. DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988) 837."
    ),
    Note(
      id: "newcombe-area", name: "Newcombe’s interval of an area",
      words:
        "The interval that a verdict about an area under the ROC curve rests on, alone or, combined for both sides, about a difference: all areas whose own variance, as with exponential scores, does not rule out the area in the data. Near 1 it is wider than DeLong’s, which there is too narrow. Newcombe, Statistics in Medicine 25 (2006) 559, method 5."
    ),
    Note(
      id: "bin-projection", name: "Projection of all bins",
      words:
        "The interval of a calibration error: Wilson’s intervals of the shares in all bins, so wide that they hold together, and the smallest and largest error that they allow. It is wider than it would need to be, and says nothing of what differs within a bin."
    ),
    Note(
      id: "simultaneous-bands", name: "Bands around both distributions",
      words:
        "The interval of a distance between two distributions of scores, from bands that hold both distribution functions as a whole. Massart, Annals of Probability 18 (1990) 1269. It has limits also where the distributions are equal, where drawing again gives none."
    ),
    Note(
      id: "student", name: "Student’s interval of a mean",
      words:
        "The interval of a mean of amounts in tables: the mean, and as many of its standard errors as Student’s t says, to either side. Student, Biometrika 6 (1908) 1."
    ),
    Note(
      id: "johnson", name: "Interval of a mean, widened for skewness",
      words:
        "The interval that a verdict about a mean of amounts rests on, alone or, combined for both sides, about a comparison. It is Student’s with fewer degrees of freedom where few people carry most of the spread, and reaches further to the side on which few people have far more, or far less, than most. Johnson, Journal of the American Statistical Association 73 (1978) 536."
    ),
    Note(
      id: "sign-test-blocks", name: "Interval of a median",
      words:
        "All medians that a sign test does not reject. Its ends lie a little further out than the test’s own, each at the mean of a block of at least five people, so that no person’s amount is told. Dixon and Mood, Journal of the American Statistical Association 41 (1946) 557."
    ),
    Note(
      id: "delong-t", name: "t-test by DeLong’s variance",
      words:
        "A test whether two groups’ areas under the ROC curve are equal, with degrees of freedom by Welch. DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988) 837."
    ),
    Note(
      id: "spiegelhalter-z", name: "Spiegelhalter’s test",
      words:
        "A test whether scores are the chances of a positive outcome. Spiegelhalter, Statistics in Medicine 5 (1986) 421."
    ),
    Note(
      id: "calibration-chi-squared", name: "χ² test of calibration",
      words:
        "A test whether the share of positive outcomes in every bin is the mean score there, with as many degrees of freedom as bins."
    ),
    Note(
      id: "smirnov-exact", name: "Smirnov’s exact test",
      words:
        "A test whether the scores of a group and of everybody else come from one distribution, given the ties; worked out where the product of both sizes is at most a million."
    ),
    Note(
      id: "jackknife", name: "Jackknife over people",
      words:
        "The interval of a number that is averaged over people or their lists. The number is worked out again without each person in turn, and the spread of the results gives its standard error. Student’s t stands for the normal distribution, with fewer degrees of freedom where few people carry most of the number. Shares are treated on the logit scale, ratios on the logarithmic one. Tukey, Annals of Mathematical Statistics 29 (1958) 614; Efron and Stein, Annals of Statistics 9 (1981) 586."
    ),
    Note(
      id: "delta", name: "Delta method over people",
      words:
        "The same interval where there are too many people to leave each one out in turn, and of a number that is made of counts by a formula. The standard error comes from the number’s slope in the averages that it is made of, and from how these vary together over people. Cramér, Mathematical Methods of Statistics (1946)."
    ),
    Note(
      id: "welch-t", name: "Welch’s t-test",
      words:
        "A test of whether the averages of two groups of people are equal, whose spread may differ. Welch, Biometrika 34 (1947) 28; degrees of freedom after Satterthwaite, Biometrics Bulletin 2 (1946) 110."
    ),
    Note(
      id: "paired-t", name: "Paired t-test",
      words:
        "A test of whether two groups of items get the same, when the same people saw both. It looks at the difference within each person’s list, so what the lists share cancels out. Student, Biometrika 6 (1908) 1."
    ),
    Note(
      id: "one-sample-t", name: "One-sample t-test",
      words:
        "A test of whether an average over people has a value that is fixed beforehand, such as a target share. Student, Biometrika 6 (1908) 1."
    ),
    Note(
      id: "fa-star-ir", name: "Exact test of one ranking",
      words:
        "A test of whether a single list holds fewer items of a group among its first positions than a draw by the target share would. It looks at every beginning of the list, and its chance of failing is worked out exactly over all of them. Zehlike and others, CIKM (2017) 1569."
    ),
    Note(
      id: "hotelling", name: "Hotelling’s test",
      words:
        "A test of whether several averages over the same people all have the values of the ideal, such as every group’s share at its target. It allows for how they vary together. Hotelling, Annals of Mathematical Statistics 2 (1931) 360."
    ),
    Note(
      id: "max-t", name: "Intervals that hold at once",
      words:
        "Intervals of all groups of a family, wide enough to hold together in as many of 100 audits as the confidence says. People are drawn again many times, and the largest deviation of each drawing sets the width. Shown, never judged. Westfall and Young, Resampling-Based Multiple Testing (1993)."
    ),
    Note(
      id: "poisson-bootstrap", name: "Poisson bootstrap over people",
      words:
        "A check, never a verdict. People are drawn again with their whole lists, each a number of times that follows the Poisson distribution with mean 1. What one person’s list holds stays together. Hanley and MacGibbon, Computer Methods and Programs in Biomedicine 83 (2006) 57."
    ),
    Note(
      id: "bootstrap", name: "Multinomial bootstrap",
      words:
        "A check, never a verdict. The table of counts is drawn again many times with its own shares, and the number is worked out each time. The middle of the results, as wide as the confidence says, is an interval to set beside the first. Efron, Annals of Statistics 7 (1979) 1."
    ),
  ]
}
