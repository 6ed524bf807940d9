"""Cue words of English needs; a blank in a cue is any white space."""

from __future__ import annotations

import re

from heliu_engine.coach.cues import Cues, Section
from heliu_engine.quantities.patterns import any_of


def _words(*listed: str) -> re.Pattern[str]:
    return re.compile(r"\b" + any_of(*listed))


_HEADINGS: tuple[tuple[Section, re.Pattern[str]], ...] = (
    ("confidentiality", _words("confidential non-?disclosure secrecy export_control")),
    ("cooperation", _words("cooperation collaboration partner licen[cs]ing way_of_working mode_of type_of_support")),
    ("budget", _words("budget funding cost price")),
    ("deadline", _words("deadline time-?line schedule timeframe time_frame due_date timing")),
    ("other", _words("references impact benefit market keywords contact phase_iii dual_use commercial notes")),
    ("conditions", _words("conditions operating environment constraint boundary")),
    ("current", _words("background current existing state_of_the_art status prior present what_we_have about_us")),
    ("problem", _words("problem challenge issue gap difficult pain need_statement what_goes_wrong")),
    (
        "target",
        _words("objective target requirement specification performance outcome goal deliver acceptance expected"),
    ),
    ("method", _words("approach method solution technical_route phase_i phase_ii plan concept work_programme idea")),
    ("need", _words("scope need description summary topic technology_area project title")),
)

ENGLISH = Cues(
    headings=_HEADINGS,
    named_problem=_words(
        "problems?\\b challeng\\w+ bottlenecks? shortcomings? drawbacks? limitations? shortfalls? obstacles? difficult\\w*",
        "technology_gaps? knowledge_gaps? capability_gaps? lacks?\\b lacking unable cannot suffer\\w* how_(?:to|can)",
    ),
    problem=_words(
        "limited limits?\\b inability fail\\w* degrad\\w+ insufficient\\w* inadequate\\w* costly expensive",
        "labou?r-intensive time-consuming obsole\\w+ prone_to poor\\w* hinder\\w* hamper\\w* imped\\w+ prevent\\w*",
        "not_(?:available|possible|sufficient|adequate|well|yet|been|suitable|practical|able|understood)",
        "no_(?:\\w+_){0,2}(?:exist\\w*|available|solution) remains?_(?:un|to_be|a) unresolved unknown susceptible",
        "vulnerab\\w+ too_\\w+ impractical unreliab\\w+ inefficien\\w+ inaccura\\w+ loss(?:es)?\\b leak\\w* crack\\w*",
        "corro(?:de|sion)\\w* wears?_ interfer\\w+ error-prone however unfortunately unacceptabl\\w+ excessive\\w*",
    ),
    wish=_words(
        "should shall must will_be desir\\w+ seek\\w* wants? want_ need_to reduc\\w+ improv\\w+ increas\\w+ avoid\\w*",
        "ensur\\w+ enabl\\w+ overcom\\w+ objective goal required_to requires? interested",
    ),
    now=_words(
        "current(?:ly)? existing presently at_present today nowadays state[- ]of[- ]the[- ]art to_date so_far legacy",
        "in_use has_been have_been we_(?:have|own|operate|run|already|produce) our_(?:plant|company|team|line)",
        "already traditional\\w* conventional\\w* recent(?:ly)? previous\\w* typically",
    ),
    tried=_words(
        "(?:was|were|have_been|has_been|been|we)_(?:already_)?(?:tried|tested|attempted)",
        "attempts?_(?:to|at|were) tried_",
    ),
    method=_words(
        "using by_means_of approach\\w* based_on leverag\\w+ employ\\w* propos\\w+ techniques? methods? via_ such_as",
        "candidate may_include could_(?:include|be) concepts?_(?:include|may) alternatives?_include by_\\w+ing",
        "possible_solutions? methodolog\\w+ algorithms?",
    ),
    conditions=_words(
        "under_(?:\\w+_){0,3}(?:condition|load|environment|pressure|temperature)\\w* operating_\\w+ operat(?:e|es|ing)_(?:at|in|from|over|under)",
        "environment(?:s|al)?\\b withstand\\w* exposed_to exposure_to in_the_presence_of compatible_with temperature_range",
        "outdoors? offshore humid\\w* vibration shock salt_(?:fog|spray) vacuum_of without_(?:stopping|shutting|modif\\w+)",
        "retrofit existing_(?:line|plant|equipment) conditions?_of",
    ),
    cooperation=_words(
        "joint(?:ly)?_(?:develop|research|project|venture)\\w* co-?develop\\w* collaborat\\w+ licen[cs]\\w+ partner\\w* teaming",
        "consorti\\w+ subcontract\\w* consult(?:ant|ing|ancy)\\w* technology_transfer contract_research cooperat\\w+ co-operat\\w+",
        "(?:hire|find|seek|need)\\w*_(?:\\w+_){0,3}(?:expert|specialist|supplier)s?\\b training equity_stake commission\\w*_(?:a|the|research)",
    ),
    confidentiality=_words(
        "confidential\\w* nda\\b non-?disclosure secrecy trade_secret\\w* itar\\b export[- ]control\\w* classified",
        "not_(?:be_)?(?:disclosed?|published|made_public|public) anonym\\w+ proprietary",
    ),
    budget=_words("budget_(?:is_)?(?:open|negotiable|to_be_agreed|not_fixed|flexible)"),
    deadline=re.compile(
        r"\b(?:by|before|until|no later than|not later than|due(?: on| by| in)?|deadline(?: is| of)?:?)(?: the)?"
        r"(?: (?:end|start|beginning|middle|first half|second half) of| late| early| mid)?"
        r" (?:(?:\d{1,2} )?(?:january|february|march|april|may|june|july|august|september|october|november|december)"
        r"(?: \d{1,2},?)?(?: 20\d\d)?|20\d\d(?:-\d\d(?:-\d\d)?)?|(?:next|this) (?:year|month|quarter|summer|autumn|winter|spring)"
        r"|q[1-4](?: 20\d\d)?|the year)\b|\bas soon as possible\b"
    ),
)
