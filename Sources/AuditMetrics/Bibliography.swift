/// Every work that a card cites, once.
package enum Bibliography {
  static let aif360 =
    "Bellamy et al. (2019). AI Fairness 360: an extensible toolkit for detecting and mitigating algorithmic bias. IBM Journal of Research and Development 63(4/5)."
  static let barocas =
    "Barocas, Hardt, Narayanan (2023). Fairness and Machine Learning: Limitations and Opportunities. MIT Press."
  static let berk =
    "Berk, Heidari, Jabbari, Kearns, Roth (2021). Fairness in criminal justice risk assessments: the state of the art. Sociological Methods & Research 50(1), 3–44."
  static let bickel =
    "Bickel, Hammel, O’Connell (1975). Sex bias in graduate admissions: data from Berkeley. Science 187, 398–404."
  static let chouldechova =
    "Chouldechova (2017). Fair prediction with disparate impact: a study of bias in recidivism prediction instruments. Big Data 5(2), 153–163."
  static let datta =
    "Datta, Tschantz, Datta (2015). Automated experiments on ad privacy settings. Proceedings on Privacy Enhancing Technologies 2015 (1), 92–112."
  static let foulds = "Foulds, Islam, Keya, Pan (2020). An intersectional definition of fairness. ICDE 2020, 1918–1921."
  static let greenlandRobins =
    "Greenland, Robins (1985). Estimation of a common effect parameter from sparse follow-up data. Biometrics 41, 55–68."
  static let hardt = "Hardt, Price, Srebro (2016). Equality of opportunity in supervised learning. NeurIPS 29."
  static let kleinberg =
    "Kleinberg, Mullainathan, Raghavan (2017). Inherent trade-offs in the fair determination of risk scores. ITCS 2017."
  static let mantelHaenszel =
    "Mantel, Haenszel (1959). Statistical aspects of the analysis of data from retrospective studies of disease. JNCI 22, 719–748."
  static let powers =
    "Powers (2011). Evaluation: from precision, recall and F-measure to ROC, informedness, markedness and correlation. Journal of Machine Learning Technologies 2(1), 37–63."
  static let sato =
    "Sato (1989). On the variance estimator for the Mantel–Haenszel risk difference. Biometrics 45, 1323–1324."
  static let speicher =
    "Speicher et al. (2018). A unified approach to quantifying algorithmic unfairness: measuring individual and group unfairness via inequality indices. KDD 2018, 2239–2248."
  static let vanRijsbergen = "van Rijsbergen (1979). Information Retrieval, second edition, chapter 7. Butterworths."
  static let uniformGuidelines = "29 CFR 1607.4(D), Uniform Guidelines on Employee Selection Procedures (1978)."
}

extension Bibliography {
  static let borkan =
    "Borkan, Dixon, Sorensen, Thain, Vasserman (2019). Nuanced metrics for measuring unintended bias with real data for text classification. WWW 2019 companion, 491–500."
  static let brier =
    "Brier (1950). Verification of forecasts expressed in terms of probability. Monthly Weather Review 78, 1–3."
  static let deLong =
    "DeLong, DeLong, Clarke-Pearson (1988). Comparing the areas under two or more correlated receiver operating characteristic curves: a nonparametric approach. Biometrics 44, 837–845."
  static let kallusZhou =
    "Kallus, Zhou (2019). The fairness of risk scores beyond classification: bipartite ranking and the xAUC metric. NeurIPS 32."
  static let kumarLiangMa = "Kumar, Liang, Ma (2019). Verified uncertainty calibration. NeurIPS 32."
  static let localLaw144 =
    "6 RCNY § 5-300, New York City Department of Consumer and Worker Protection, rules on automated employment decision tools (2023)."
  static let massart =
    "Massart (1990). The tight constant in the Dvoretzky–Kiefer–Wolfowitz inequality. Annals of Probability 18, 1269–1283."
  static let smirnov =
    "Smirnov (1939). On the estimation of the discrepancy between empirical curves of distribution for two independent samples. Bulletin of Moscow University 2(2), 3–16."
  static let spiegelhalter =
    "Spiegelhalter (1986). Probabilistic prediction in patient management and clinical trials. Statistics in Medicine 5, 421–433."
  static let sunXu =
    "Sun, Xu (2014). Fast implementation of DeLong’s algorithm for comparing the areas under correlated receiver operating characteristic curves. IEEE Signal Processing Letters 21, 1389–1393."
  static let vallender =
    "Vallender (1974). Calculation of the Wasserstein distance between probability distributions on the line. Theory of Probability and Its Applications 18, 784–786."
}

extension Bibliography {
  static let abdollahpouri =
    "Abdollahpouri, Mansoury, Burke, Mobasher (2019). The unfairness of popularity bias in recommendation. RMSE workshop at RecSys 2019."
  static let beutel =
    "Beutel et al. (2019). Fairness in recommendation ranking through pairwise comparisons. KDD 2019, 2212–2220."
  static let biega =
    "Biega, Gummadi, Weikum (2018). Equity of attention: amortizing individual fairness in rankings. SIGIR 2018, 405–414."
  static let diaz =
    "Diaz, Mitra, Ekstrand, Biega, Carterette (2020). Evaluating stochastic rankings with expected exposure. CIKM 2020, 275–284."
  static let ekstrand =
    "Ekstrand, McDonald, Raj, Johnson (2023). Overview of the TREC 2022 fair ranking track. NIST Special Publication 500-338."
  static let fairRankTune =
    "Cachel, Rundensteiner (2023). FairRankTune: a Python toolkit for fair ranking tasks. CIKM 2023, 5195–5199."
  static let ge =
    "Ge, Delgado-Battenfeld, Jannach (2010). Beyond accuracy: evaluating recommender systems by coverage and serendipity. RecSys 2010, 257–260."
  static let gdpr = "Regulation (EU) 2016/679 (General Data Protection Regulation), articles 5, 6, 7, 9, 13 and 14."
  static let geyik =
    "Geyik, Ambler, Kenthapadi (2019). Fairness-aware ranking in search and recommendation systems with application to LinkedIn talent search. KDD 2019, 2221–2231."
  static let digitalServicesAct =
    "Regulation (EU) 2022/2065 (Digital Services Act), articles 25, 27 and 38; Amsterdam District Court, 2 October 2025, Bits of Freedom v Meta."
  static let efron = "Efron (1982). The jackknife, the bootstrap and other resampling plans. SIAM."
  static let fieller =
    "Fieller (1954). Some problems in interval estimation. Journal of the Royal Statistical Society B 16, 175–185."
  static let gini = "Gini (1912). Variabilità e mutabilità. Bologna."
  static let jarvelin =
    "Järvelin, Kekäläinen (2002). Cumulated gain-based evaluation of IR techniques. ACM Transactions on Information Systems 20, 422–446."
  static let manning =
    "Manning, Raghavan, Schütze (2008). Introduction to Information Retrieval, chapter 8. Cambridge University Press."
  static let dixonMood =
    "Dixon, Mood (1946). The statistical sign test. Journal of the American Statistical Association 41, 557–566."
  static let johnson =
    "Johnson, N. J. (1978). Modified t tests and confidence intervals for asymmetrical populations. Journal of the American Statistical Association 73, 536–544."
  static let mcSherry =
    "McSherry, Najork (2008). Computing information retrieval performance measures efficiently in the presence of tied scores. ECIR 2008, 414–421."
  static let sapiezynski =
    "Sapiezynski, Zeng, Robertson, Mislove, Wilson (2019). Quantifying the impact of user attention on fair group representation in ranked lists. WWW 2019 companion, 553–562."
  static let shannon =
    "Shannon (1948). A mathematical theory of communication. Bell System Technical Journal 27, 379–423."
  static let singh = "Singh, Joachims (2018). Fairness of exposure in rankings. KDD 2018, 2219–2228."
  static let steck = "Steck (2018). Calibrated recommendations. RecSys 2018, 154–162."
  static let tsintzou =
    "Tsintzou, Pitoura, Tsaparas (2018). Bias disparity in recommendation systems. arXiv 1811.01461."
  static let voorhees = "Voorhees (1999). The TREC-8 question answering track report. TREC-8, 77–82."
  static let welch =
    "Welch (1947). The generalization of ‘Student’s’ problem when several different population variances are involved. Biometrika 34, 28–35."
  static let westfallYoung = "Westfall, Young (1993). Resampling-based multiple testing. Wiley."
  static let zehlike = "Zehlike et al. (2017). FA*IR: a fair top-k ranking algorithm. CIKM 2017, 1569–1578."
  static let zhou =
    "Zhou, Kuscsik, Liu, Medo, Wakeling, Zhang (2010). Solving the apparent diversity–accuracy dilemma of recommender systems. PNAS 107, 4511–4515."
  static let zhu =
    "Zhu, Wang, Caverlee (2020). Measuring and mitigating item under-recommendation bias in personalized ranking systems. SIGIR 2020, 449–458."
  static let ziegler =
    "Ziegler, McNee, Konstan, Lausen (2005). Improving recommendation lists through topic diversification. WWW 2005, 22–32."
}
