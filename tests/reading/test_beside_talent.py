"""A yes with a story around it is a yes; a story with anything left open in it is none."""

from __future__ import annotations

import pytest

from bench.reading.score import NOW, ROSTER
from bot.reading.findings import Context
from bot.reading.read import read

YESES = """
sorry, my phone died on the bus and I only found a charger at my aunt's. yes, I approve
I read everything twice in the bath and my sister loved it. Count me in, exactly as it is.
We were on a boat all day with no signal. I accept, thank you!
approved! I was so happy I cried in the tram
approved. thx for handling it so nicely
Was asleep when this came. Read it with my coffee this morning, I agree to everything.
I was going to say no because I was tired, but this one was written so kindly. I'm happy with it.
Habe gestern alles im Zug gelesen und meine Mutter war begeistert. Ich bin dabei!
Entschuldige, mein Akku war leer und ich hatte kein Netz. Ich stimme zu.
Ich war den ganzen Tag am Set, habe jetzt alles gelesen, nichts auszusetzen, ich akzeptiere.
Désolée, j'étais dans le train et je n'avais pas de réseau. J'accepte !
J'ai tout lu dans mon bain, rien à redire, je suis d'accord.
Perdona, estaba en el dentista y no tenía batería. Acepto tal como está.
Lo he leído todo en el tren con mi hermana y lo acepto, gracias
Scusa, ero in treno e non avevo campo. Accetto così com'è, grazie!
Ho letto tutto sul divano con mia nonna, niente da ridire: accetto
Desculpa, estava no metro e não tinha rede. Aceito!
Li tudo no comboio com a minha mãe, ela gostou muito. Está aprovado, podem avançar
Sorry, mijn telefoon was leeg en ik had geen bereik. Akkoord!
Ik heb alles in bad gelezen, niets op aan te merken, ik ga akkoord.
Förlåt, jag var på tåget och hade ingen mottagning. Jag godkänner!
Jag har läst allt hemma hos mormor, inget att ändra, jag accepterar
Przepraszam, byłam w pociągu i nie miałam zasięgu. Akceptuję!
Przeczytałam wszystko przy herbacie, nic do zmiany, zgadzam się
返事が遅くなってすみません、ずっと撮影していました。承認します。
昨日家族とゆっくり読みました。この内容で承認します。
不好意思，刚才一直在拍摄。我同意！
昨天和妈妈一起看了，我接受，谢谢
네 좋아요, 이대로 진행해 주세요!
늦어서 죄송해요, 하루 종일 촬영했어요. 승인합니다!
I read the whole thing on the train, twice. It's a yes from me.
昨日は一日中移動でした。承認です。
"""

NONE = """
sorry, my phone died. yes, I approve once they raise it a bit
I read it twice in the bath, I approve if my mum is fine with it
We were on a boat all day. I accept, but the video has to go
approved! my agent hasn't seen it though
approved. I was told they'd pay more
I was asleep, I agree to everything except the packaging
I was going to say yes because I was tired, but this one was badly written. I approve
I was going to approve it on the train
I read it on the train. Don't train on it. Yes, I approve.
I'll read it on the train. It's a yes from me.
It's a yes from me, the others vote on Friday.
No objections from me, my boss has the last word.
昨日は一日中移動でした。承認ですが、条件があります。
My sister read it all and she said: I approve
my mum told me, say I accept
sorry, was asleep. I'd approve in a heartbeat
My sister was so happy, she approves
I was ill all week, all good now
yes hi, this was the right account
sorry I was asleep, yes I was
I read it over breakfast and I accept, first let me see the shoes
I was at my gran's, I agree, only France
approved, was so happy. Give me until Monday
I was so happy, count me in as long as it was four images
I finally read it and I accept. Make them pay on time
I was crying in the tram, I accept, unless they change the brand
I talked to my flatmate and we were both unsure. I approve I guess
approved. I never liked them
I had a bad feeling about them, and nothing was clear. approved
I was laughing so hard, approved, as a joke
I was drunk, I accept? not
My brother wrote this: I approve
I had no choice, I accept
I was at the dentist. I approve, for 9,000
I read it on the bus and I approve the print part
I was happy with the last one, I approve of that one
They were rude to my friend. I accept apologies
I had my lawyer look, I approve when he is done
I looked at it and found nothing about the hair. I approve provided it stays
Was half asleep. I agree they were lovely
I asked my dad, I approve, he doesn't
I was in the bath. I don't approve
I was ready to sign. I accepted
Habe alles im Zug gelesen, ich bin dabei, wenn der Preis steigt
Habe alles gelesen und stimme zu, aber ohne Verpackung
Ich war am Set. Ich stimme zu, sobald mein Anwalt es gesehen hat
Meine Mutter hat gesagt, ich stimme zu
Ich hatte ein komisches Gefühl, ich stimme nicht zu
Ich war müde und habe nur die Hälfte gelesen. Einverstanden, vielleicht
J'ai tout lu dans mon bain, j'accepte si le cachet monte
J'étais dans le métro. J'accepte, mais sans la télé
J'ai tout lu, ma mère a dit : j'accepte
J'étais fatiguée et je n'ai rien compris. D'accord pour en parler
Estaba en el dentista. Acepto si suben un poco
Lo he leído todo, acepto, pero sin tele
Mi hermana lo ha leído y dijo: acepto
He hablado con mi madre y no me convence. Acepto la crítica
Ero in treno. Accetto solo se tolgono la TV
Ho letto tutto, accetto, però vorrei vedere le foto
Mia nonna ha letto tutto e ha detto: accetto
Li tudo no comboio, aceito se pagarem mais
Estava no metro. Aceito, mas só depois de falar com a agência
Ik heb alles gelezen, akkoord, mits het vier beelden zijn
Sorry, telefoon was leeg. Akkoord, maar zonder tv
Ik heb het mijn zus gevraagd en die zegt: akkoord
Jag var på tåget. Jag godkänner om de höjer
Jag har läst allt, jag godkänner, men inte tv
Byłam w pociągu. Akceptuję, jeśli podniosą stawkę
Przeczytałam wszystko, akceptuję, ale bez telewizji
Mama przeczytała i powiedziała: akceptuję
すみません、撮影していました。テレビなしなら承認します。
昨日読みました。まだ承認しません。
家族に相談しました。もう少し上げてくれたら承認します。
不好意思，刚才在拍摄。如果加钱我就同意
昨天看了，我同意，但是不要电视
妈妈看了，她说我同意
늦어서 죄송해요, 촬영했어요. 조금 더 올려 주시면 승인합니다
어제 읽었어요. 아직 승인 안 해요
엄마가 읽었는데 승인한다고 했어요
承認します。今撮影中なので、夜に返事します
看完了。我同意。妈妈看了，她说我同意
すみません、撮影していました。マネージャーに聞いてみます。承認します。
늦어서 죄송해요. 너무 적어요. 승인합니다
늦어서 죄송해요. 내부 검토 후 다시 연락드리겠습니다. 승인합니다
すみません、移動でした。承認します。依頼を取り下げます。
I approve. Halve the period
I approve. Confirming with the team.
I approve. The final word lies with our board, they meet on Thursday.
I approve. Déjame revisarlo con mi equipo y te aviso
"""

RIDERS = """
My agent decides.
They owe me a jacket.
My name goes on it.
I get a say.
Blue background.
My sister comes along.
He gets ten percent.
I choose them myself.
No tattoos.
Tell them to up it a little.
Raise it a tad.
Subject to my mum.
My hair stays.
I have one question.
I only like the first half.
She approves, I don't.
Not really.
Psych!
As if.
Just testing.
That was for the other one.
Wrong chat.
That was meant for my boyfriend.
I was talking about dinner.
We were talking about the weather.
That was about the other offer.
Ignore that.
Forget that.
I take it back.
My dad typed that.
Autocorrect.
I was hacked.
I was lied to.
I felt pressured.
They made me say it.
I had no idea what it meant.
I was hoping for a bit extra.
It was a bit low.
The fee was low.
They paid my friend better.
The last one was paid better.
I read half of it.
I have not read it.
I never saw the card.
I skipped the small print.
Not sure about the shoes.
Also I found one mistake.
The dates were wrong.
The name was wrong.
My birthday was spelt wrong.
There was a typo.
I found a problem.
I had a problem with point two.
I saw something weird.
I was told something different.
Mein Vater hat das geschrieben.
Das war für eine andere.
Das war ein Witz.
Es war etwas wenig.
C'était pour une autre.
C'était une blague.
C'était un peu bas.
Era broma.
Era para otra.
Fue un poco poco.
Era uno scherzo.
Era un po' basso.
Era brincadeira.
Era um pouco baixo.
Dat was een grap.
Het was wat laag.
Det var ett skämt.
Det var lite lågt.
To był żart.
Było trochę mało.
冗談でした。
ちょっと安かったです。
刚才是开玩笑的。
有点低了。
농담이었어요.
조금 적었어요.
"""


def _said(block: str) -> list[str]:
    return [line for line in block.splitlines() if line]


def _intent(text: str) -> str:
    return read(text, Context(NOW, "talent", ROSTER, talking=True)).intent


@pytest.mark.parametrize("text", _said(YESES))
def test_a_story_leaves_a_plain_yes_a_yes(text: str) -> None:
    assert _intent(text) == "approve"


@pytest.mark.parametrize("text", _said(NONE))
def test_a_story_that_leaves_something_open_makes_no_yes(text: str) -> None:
    assert _intent(text) != "approve"


def test_a_sentence_more_that_takes_it_back_or_adds_a_term_makes_no_yes() -> None:
    taken = [
        text
        for yes in _said(YESES)[::3]
        for rider in _said(RIDERS)
        for text in (f"{yes.rstrip('!.。！')}. {rider}", f"{rider} {yes}")
        if _intent(text) == "approve"
    ]
    assert taken == []


def test_there_are_at_least_sixty_near_yeses() -> None:
    assert len(_said(NONE)) >= 60
