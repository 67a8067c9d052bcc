"""Makes applications.csv: 3,000 applications that nobody made, for the first audit. Python 3, no packages.

Planted: 656 of 1,513 M are approved (43.4 %), 454 of 1,360 F (33.4 %), 22 of 49 NB (44.9 %), 29 of 78 without a gender.
"""

import random

random.seed(20260701)
people = []
for gender, number, approved in [("M", 1513, 656), ("F", 1360, 454), ("NB", 49, 22), ("", 78, 29)]:
    people += [(gender, 1)] * approved + [(gender, 0)] * (number - approved)
random.shuffle(people)
with open("applications.csv", "w") as file:
    file.write("id,y_pred,y_true,y_score,gender,age\n")
    for number, (gender, approved) in enumerate(people):
        age = min(80, max(18, 18 + int(62 * random.betavariate(1.6, 2.2) + 0.5)))
        repaid = int(random.random() < (0.82 if approved else 0.55))
        score = min(0.96, max(0.02, random.gauss(0.62 if approved else 0.34, 0.09)))
        file.write(f"A{10000 + number},{approved},{repaid},{score:.3f},{gender},{age}\n")
