"""Answers in the English of Japanese towns: each mail and what may be done by itself."""

import pytest

from bookings.answers import Intent, meaning_of
from tests.bookings.test_answers_phrases import PERSON, STANDARD, told

# fmt: off
SENTENCES = [
    # yes
    ("Thank you for your request. We would be glad to give this talk.", "accept"),
    ("We are happy to accept your invitation. Ms. Hoshino will be our speaker.", "accept Hoshino"),
    ("We'd be delighted to hold the session on December 17 from 10 a.m.", "accept 10:00"),
    ("Sure, we can certainly do that on the 17th at 10.", PERSON),
    ("The second option works for us.", "accept 2"),
    ("2nd choice is OK with us. Mr. Nagata is going to be the lecturer.", "accept 2 Nagata"),
    ("Thursday, December 17 at 10:00 a.m. is fine with us.", "accept 10:00"),
    ("Count us in! We'll be there on December 17 at 10:00.", "accept 10:00"),
    ("We are pleased to accept your request for the first choice (Thursday, December 17, 10:00 a.m.). Mr. Endo from our section will give the talk.", "accept 1 10:00 Endo"),
    ("We will take the class on the Monday, December 21.", PERSON),
    ("I will send Mr Nagata to deliver the lecture.", PERSON),
    ("We accept. I will send Mr Nagata.", "accept Nagata"),
    ("We can definitely run the session as requested. We will begin at 10:00 a.m.", "accept 10:00"),
    ("Our section is happy to conduct the workshop on the requested date.", "accept"),
    ("It would be our pleasure to come and speak on December 17.", "accept"),
    ("Your request is accepted. The lecturer is Ms. Hoshino.", "accept Hoshino"),
    ("We hereby accept the request for a lecture.", "accept"),
    ("I'm pleased to inform you that we can accept your request.", "accept"),
    ("This is to confirm that we will provide a lecturer on December 17, 2026 at 10:00.", "accept 10:00"),
    ("We gladly take on this lecture. We look forward to meeting everyone.", "accept"),
    ("Yes, please go ahead with the third choice. We will start at 1:30 p.m.", "accept 3 13:30"),
    ("The first date suits us perfectly.", "accept 1"),
    ("We would be happy to do the talk on the second date, December 21 at 2 p.m.", "accept 2 14:00"),
    ("December 17 works well for our team. Mr. Endo of our section will be speaking.", "accept Endo"),
    ("Dear colleagues, thank you for thinking of us. We will gladly deliver the lecture. Best regards, Dana", "accept"),
    ("Happy to accept! Ms. Hoshino will visit the community center.", "accept Hoshino"),
    ("Option 2 is good for us.", "accept 2"),
    ("We choose the second preference.", "accept 2"),
    ("We have discussed it in our section and would like to accept the second choice.", "accept 2"),
    ("Thanks for asking! We're in. Dana", "accept"),
    # no
    ("Unfortunately we are unable to accept your request because all our staff are at a drill.", "decline"),
    ("I'm afraid we have to pass this time.", "decline"),
    ("We regret that we cannot send a lecturer on any of the dates.", "decline"),
    ("We are sorry, but we have to turn down this request due to staff shortage.", "decline"),
    ("We must respectfully decline.", "decline"),
    ("Our section is fully booked in December, so we are not able to help this time.", "decline"),
    ("We are short-staffed at the moment and can't take this on.", "decline"),
    ("Sorry, we are fully committed on all three dates and won't be able to give the talk.", "decline"),
    ("I am afraid none of the dates works for us. We have to decline.", "decline"),
    ("Unfortunately, we will have to turn your request down.", "decline"),
    ("We can't make it on any of the three dates, so we must decline.", "decline"),
    ("It is with regret that we decline your kind invitation.", "decline"),
    ("Regrettably, our nurses are all busy with checkups and we are not able to provide a speaker.", "decline"),
    ("Thank you for the invitation, but we need to decline it.", "decline"),
    ("We are afraid that we cannot be of help this time. We hope to work with you another time.", "decline"),
    # counters
    ("We can't do December 17. Could we do it on December 10 at 10:00 instead?", "counter 2026-12-10T10:00"),
    ("How about Dec 18 at 10:30?", "counter 2026-12-18T10:30"),
    ("Would December 10 at 2 p.m. work for the group?", "counter 2026-12-10T14:00"),
    ("Unfortunately the 17th is not possible for us. Would it be possible to change it to December 11 at 10 a.m.?", "counter 2026-12-11T10:00"),
    ("None of the dates suits us. We could offer December 10 at 10:00 or December 11 at 14:00.", "counter 2026-12-10T10:00 2026-12-11T14:00"),
    ("We have an event on all three dates. May we suggest Thursday, December 10, 10:00 a.m.?", "counter 2026-12-10T10:00"),
    ("Could the talk be moved to December 10 at 10:00?", "counter 2026-12-10T10:00"),
    ("We would prefer December 10, 10:00 to 11:00.", "counter 2026-12-10T10:00/2026-12-10T11:00"),
    ("We are busy on December 17. Is December 10 at 10:00 okay?", "counter 2026-12-10T10:00"),
    ("Sorry, we have a meeting on December 17. We can do December 10 at 10:00 instead.", "counter 2026-12-10T10:00"),
    # a person decides
    ("We accept if parking is available.", PERSON),
    ("We would be glad to come, provided that there is a projector.", PERSON),
    ("We accept the request, subject to approval by our director.", PERSON),
    ("We will probably accept.", PERSON),
    ("We should be able to do it.", PERSON),
    ("We will get back to you by Friday.", PERSON),
    ("Let me check with my section chief first.", PERSON),
    ("Could you tell us how many people will attend?", PERSON),
    ("We accept. Could you tell us where to park?", PERSON),
    ("We accept as long as it ends by noon.", PERSON),
    ("We can do it only on December 21.", PERSON),
    ("We accept, but please prepare a microphone.", PERSON),
    ("We are happy to give the talk on December 18.", PERSON),
    ("We are happy to give the talk on December 17 at 11:00.", "accept 11:00"),
    ("We would be glad to help with the handouts.", PERSON),
    ("We cannot take photos.", PERSON),
    ("We can't do the first choice.", PERSON),
    ("The health section would be glad to give this talk.", PERSON),
    ("We will send a lecturer next year.", PERSON),
    ("We tentatively accept.", PERSON),
    ("Perhaps Ms. Hoshino will come.", PERSON),
    ("We accept unless it snows.", PERSON),
    ("We accept half of the session.", PERSON),
    ("We would be glad to accept, however we need 20 participants.", PERSON),
    ("We are looking forward to your answer.", PERSON),
    ("We will be in touch.", PERSON),
    ("I have forwarded your request to the fire department.", PERSON),
    ("We accept your apology.", PERSON),
    ("We are happy to answer questions.", PERSON),
    ("Would you accept December 17?", PERSON),
    ("We are not declining.", PERSON),
    ("We can do an online session on December 17 at 10:00.", PERSON),
    ("Either the second or the third choice works for us.", PERSON),
    ("We will come at 10:00 on December 17 and leave at 10:30.", PERSON),
    ("We'll be there on December 17 at 10:00 to pick up the form.", PERSON),
    ("Could we do it on December 10 at 10:00 at the city hall instead?", PERSON),
    ("How about next Friday?", PERSON),
    ("We could do it on December 10 at 10:00 if you pay the fee.", PERSON),
    ("We accept the change of the venue.", PERSON),
    ("We accept the second choice. The first choice is also fine.", PERSON),
    ("We were delighted to accept last year.", PERSON),
    ("It works.", PERSON),
]
DOUBTFUL = ["We'll be there on December 17 at 10:00 to look at the room.","Count us in for lunch.","Count us in, but only for the afternoon.","We are in a meeting.","With pleasure, if possible.","We choose the second preference only if it is sunny.","Go ahead with the third choice without us.","Please go ahead with the second choice and find another speaker.","We accept. I will send Mr Nagata your request.","We accept. Mr. Nagata is going to be absent.","We accept. Perhaps Mr. Nagata will be speaking.","We never decline.","We will not pass this time.","We have to pass the request on to the fire department.","We have to pass on the first choice.","We will turn the lights down.","We have discussed it in our section.","We have discussed it and would like to accept but need a projector.","We would like to talk.","We would like to take photos.","Would like to accept next year.","It would be our pleasure to come and speak on December 18.","Your request has been accepted by the fire department.","Your application was accepted last year.","We speak English on December 17.","We can speak on December 17 at 10:00 for 30 minutes.","Could the talk be moved to another room on December 10 at 10:00?","Pleased to accept your invitation to lunch.","We are happy to accept your proposal to cancel.","We can hold the venue on December 17 at 10:00.","We will send a speaker and a microphone on December 17 at 10:00."]
QUESTIONS = ["会場の駐車場は使えますか。","参加者は何名くらいでしょうか。","プロジェクターは借りられますか？","お世話になっております。防災課の山根です。\n当日の対象者の年齢層を教えていただけますか。\nよろしくお願いいたします。","How many people will attend?","Could you tell us how many people will attend?","謝礼はありますか","開始時刻は10時でよろしいでしょうか。","内容はどのようなものをご希望でしょうか。","会場に階段はありますか。エレベーターはありますか。","回答の期限はいつまででしょうか。","標記の件について、参加人数をご教示願います。","マイクの用意はございますでしょうか？"]
# fmt: on


@pytest.mark.parametrize(("text", "meaning"), SENTENCES)
def test_english_is_read_by_words(text, meaning):
    assert told(text) == meaning


@pytest.mark.parametrize("text", DOUBTFUL)
def test_english_that_only_sounds_like_an_answer_waits(text):
    assert told(text) == PERSON


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_plain_question_is_told_as_one(text):
    assert meaning_of(text, context=STANDARD).intent == Intent.QUESTION
