"""Given names that are common in the United Kingdom, by which a column of people's names is told from one of kinds.

A list of some hundred is enough, since a column of names holds many. Names that are words or places as well (Grant, Rose,
Chelsea) are left out.
"""

from __future__ import annotations

NAMES = """
aaron abdul abdullah adam adrian agnieszka ahmed aidan aisha alan albert alex alexander alexandra alfie ali alice alison
amanda amber amelia amina amir amy ana andrea andrew andrzej angela anita ann anna anne anthony anya archie arthur
ashley asif barbara barry beata ben benjamin bernard beth bethany bilal brandon brenda brian bridget bronwen bryan
callum cameron carl carly carol caroline catherine ceri charles charlie charlotte chloe chris christina
christine christopher claire clive colin connor craig dafydd daniel danielle danny darren dave david dawn dean deborah
debra declan denise dennis derek diana diane dominic donna dorothy duncan dylan edward eileen elaine eleanor elena
elizabeth ella ellie emily emma eric erin ethan eva evan evelyn ewa farah fatima fatma fiona frances francis frank fred
freya gareth gary gavin gemma geoffrey george georgia gerald gillian glenn gordon graeme graham gwen hamza hannah
harriet harry hassan hayley heather helen henry holly howard hussain hussein hywel ian ibrahim imran irene isaac isabella
isla ivan jack jacob jacqueline jade jake james jamie jan jane janet janice jasmine jason jean jeffrey jennifer jenny
jeremy jessica jill joan joanna joanne joe joel john jonathan jordan joseph joshua joyce juan judith julia julian julie
karen karl katarzyna kate katherine kathleen kathryn katie kayleigh keith kelly ken kenneth kerry kevin kieran kim
kirsty krzysztof kumar kyle laura lauren leah lee leon leonard lesley lewis liam linda lisa liz logan lorraine louis
louise lucy luke lydia lynn maciej magdalena malcolm mandy marcin marek margaret maria marie marilyn marion martin
martyn mary matthew maureen max megan mehmet melanie melissa michael michelle mike mohamed mohammad mohammed molly
monika morgan muhammad natalie natasha nathan neil niamh nicholas nicola nicole nigel noah norma norman oliver olivia
omar oscar owen pamela patricia patrick paul paula pauline pawel peggy penny peter philip phillip phoebe piotr priya
rachael rachel rajesh ralph raymond rebecca rhian rhys richard rita robert roger ronald rory rosemary ross roy ruth ryan
sabrina saira sally sam samantha samuel sandra sara sarah scott sean shabana shannon sharon shaun sheila shirley siobhan
simon sofia sophia sophie stacey stanley stephanie stephen steve steven stuart sunita susan suzanne sylvia tahir tanya
tara terence teresa terry theresa thomas tim timothy tina toby tom tomasz tony tracey tracy trevor usman valerie vanessa
vera veronica vincent vivien walter wayne wendy william yasmin yusuf yvonne zachary zain zainab zara zoe zofia
"""
GIVEN_NAMES = frozenset(NAMES.split())
