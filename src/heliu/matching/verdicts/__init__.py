"""What is required held against what is offered, as a person may read it: parameters, verdicts, tables of them."""
