using Holdfast.Numerics;

namespace Holdfast.Simulation.Bank;

/// <summary>What customers speak of.</summary>
public enum Topic
{
    /// <summary>Fees and prices.</summary>
    Fees,

    /// <summary>The branch.</summary>
    Branch,

    /// <summary>The app and the web.</summary>
    App,

    /// <summary>Being served and treated.</summary>
    Service,

    /// <summary>Another bank's offer.</summary>
    Rival,

    /// <summary>An account that is not used.</summary>
    Unused,

    /// <summary>What is good.</summary>
    Praise,
}

/// <summary>Short statements of customers in five languages.</summary>
static class Words
{
    static readonly Dictionary<string, string[][]> Statements = new(StringComparer.Ordinal)
    {
        ["en"] =
        [
            ["The monthly fee went up and nobody told me why.", "I was promised a low price and now I pay three times as much.", "There is always another charge on the statement."],
            ["I waited forty minutes in the branch for a signature.", "My adviser has gone and the new one knows nothing about me.", "Only one counter open on pay day, again."],
            ["The app logs me out in the middle of a transfer.", "I cannot find my statements since the update.", "The app was down all Saturday."],
            ["You treat me as a number once I am on board.", "Three calls, three different answers.", "Nobody called back although it was promised twice."],
            ["Another bank gives me a better rate and no fee.", "My friend's bank paid her to switch, I did the same."],
            ["I never really used this account.", "I opened it for the bonus and have my salary elsewhere."],
            ["Friendly people and everything works.", "Setting up my bills took five minutes, thank you.", "You solved my problem the same day."],
        ],
        ["fa"] =
        [
            ["کارمزد ماهانه زیاد شده و هیچ‌کس توضیحی نداد.", "قول قیمت پایین دادید ولی حالا سه برابر می‌پردازم.", "هر ماه یک هزینهٔ تازه از حسابم کم می‌شود."],
            ["چهل دقیقه در شعبه برای یک امضا منتظر ماندم.", "کارشناس من رفته و نفر جدید چیزی از من نمی‌داند.", "روز حقوق باز هم فقط یک باجه باز بود."],
            ["برنامه وسط انتقال پول مرا بیرون می‌اندازد.", "بعد از به‌روزرسانی صورت‌حساب‌ها را پیدا نمی‌کنم.", "برنامه تمام شنبه قطع بود."],
            ["بعد از افتتاح حساب دیگر برایتان فقط یک شماره‌ام.", "سه بار تماس گرفتم و سه جواب متفاوت شنیدم.", "دو بار قول دادند و هیچ‌کس تماس نگرفت."],
            ["بانک دیگری سود بهتری می‌دهد و کارمزد هم ندارد.", "بانک دوستم برای انتقال حساب پاداش داد، من هم رفتم."],
            ["هیچ‌وقت واقعاً از این حساب استفاده نکردم.", "برای جایزه باز کردم و حقوقم جای دیگری است."],
            ["کارکنان خوش‌برخوردند و همه چیز کار می‌کند.", "پرداخت قبض‌ها پنج دقیقه‌ای راه افتاد، ممنون.", "مشکلم همان روز حل شد."],
        ],
        ["zh"] =
        [
            ["月费涨了，没有人告诉我原因。", "说好的优惠价，现在要付三倍。", "账单上总有新的收费。"],
            ["在网点等了四十分钟才签一个字。", "我的客户经理走了，新来的什么都不知道。", "发工资那天又只开一个窗口。"],
            ["转账转到一半，应用就把我退出了。", "更新以后找不到对账单。", "应用整个星期六都打不开。"],
            ["开户以后你们就只把我当成一个号码。", "打了三次电话，三个不同的答复。", "答应了两次回电，没有人打来。"],
            ["别的银行利率更高，还不收费。", "朋友的银行转户有奖励，我也转了。"],
            ["这个账户我其实一直没用过。", "为了奖金开的户，工资在别的银行。"],
            ["服务态度好，一切都顺利。", "设置自动缴费只用了五分钟，谢谢。", "当天就解决了我的问题。"],
        ],
        ["hy"] =
        [
            ["Ամսավճարը բարձրացել է, և ոչ ոք չի բացատրել՝ ինչու։", "Խոստացել էիք ցածր գին, հիմա եռակի եմ վճարում։", "Քաղվածքում միշտ նոր գանձում կա։"],
            ["Մասնաճյուղում քառասուն րոպե սպասեցի մեկ ստորագրության համար։", "Իմ խորհրդատուն գնացել է, նորը ինձ չի ճանաչում։", "Աշխատավարձի օրը նորից միայն մեկ պատուհան էր բաց։"],
            ["Հավելվածը փոխանցման կեսից ինձ դուրս է հանում։", "Թարմացումից հետո քաղվածքները չեմ գտնում։", "Հավելվածը ամբողջ շաբաթ օրը չէր աշխատում։"],
            ["Հաճախորդ դառնալուց հետո ձեզ համար միայն համար եմ։", "Երեք զանգ, երեք տարբեր պատասխան։", "Երկու անգամ խոստացան, բայց ոչ ոք հետ չզանգեց։"],
            ["Մյուս բանկը ավելի լավ տոկոս է տալիս և առանց վճարի։", "Ընկերոջս բանկը տեղափոխվելու համար պարգև տվեց, ես էլ գնացի։"],
            ["Այս հաշիվը երբեք իրոք չեմ օգտագործել։", "Բացել եմ պարգևի համար, աշխատավարձս այլ բանկում է։"],
            ["Բարեհամբույր մարդիկ են, և ամեն ինչ աշխատում է։", "Վճարումները հինգ րոպեում կարգավորեցինք, շնորհակալություն։", "Խնդիրս լուծեցիք նույն օրը։"],
        ],
        ["uk"] =
        [
            ["Щомісячна плата зросла, і ніхто не пояснив чому.", "Обіцяли низьку ціну, а тепер плачу втричі більше.", "У виписці завжди якась нова комісія."],
            ["Чекав у відділенні сорок хвилин заради одного підпису.", "Мій консультант пішов, а новий нічого про мене не знає.", "У день зарплати знову працювало лише одне віконце."],
            ["Застосунок викидає мене посеред переказу.", "Після оновлення не можу знайти виписки.", "Застосунок не працював усю суботу."],
            ["Після відкриття рахунку я для вас лише номер.", "Три дзвінки — три різні відповіді.", "Двічі обіцяли передзвонити, і ніхто не подзвонив."],
            ["Інший банк дає кращу ставку і без комісії.", "Банк подруги заплатив за перехід, я зробила так само."],
            ["Я майже не користувався цим рахунком.", "Відкрила заради бонусу, а зарплата в іншому банку."],
            ["Привітні люди, і все працює.", "Оплату рахунків налаштували за п'ять хвилин, дякую.", "Мою проблему вирішили того ж дня."],
        ],
    };

    /// <summary>The languages spoken.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["en", "fa", "zh", "hy", "uk"];

    /// <summary>A statement on the topic.</summary>
    public static string Pick(string language, Topic topic, RandomStream luck)
    {
        var statements = Statements[language][(int)topic];
        return statements[luck.Index(statements.Length)];
    }
}
