"""What the encoder is trained on, by name."""

from __future__ import annotations

from contrasts import Clauses, EnglishTopics, Everyday, Notices, Own, Papers, Patents, PolicyDocuments, Questions
from grades import Authors, Demands, Foretold, Judged, OwnGraded, OwnPhrases, Phrases, Reviewers, Subjects

TASKS = {
    "own": Own,
    "everyday": Everyday,
    "own-graded": OwnGraded,
    "patents": Patents,
    "papers": Papers,
    "topics": EnglishTopics,
    "subjects": Subjects,
    "reviewers": Reviewers,
    "authors": Authors,
    "questions": Questions,
    "clauses": Clauses,
    "notices": Notices,
    "documents": PolicyDocuments,
    "demands": Demands,
    "own-phrases": OwnPhrases,
    "phrases": Phrases,
    "judged": Judged,
    "foretold": Foretold,
}
