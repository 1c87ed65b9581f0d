using Holdfast.Retention.Predict.Features;
using Holdfast.Retention.Predict.Features.Sentences;

namespace Holdfast.Tests.Predict;

/// <summary>P5: every feature is told in five languages.</summary>
public class SentenceTests
{
    static readonly FeatureCatalogue Catalogue = new(new FeaturePlan
    {
        Kinds = ["card_payment"],
        Channels = ["app"],
        Products = ["loan"],
        Origins = ["branch"],
        Numbers = ["Referrals"],
        ComplaintsClosed = ["complaint_closed"],
        Levels = [new("Plan", "gold")],
    });

    static readonly Dictionary<string, Feature> Features = Catalogue.Features.ToDictionary(f => f.Name);

    public static TheoryData<string> Languages => [.. SentenceLanguage.All.Select(l => l.Tag)];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_feature_has_a_sentence_that_holds_its_value(string tag)
    {
        var language = SentenceLanguage.Find(tag)!;
        foreach (var feature in Catalogue.Features)
        {
            var (one, other) = (FeatureSentence.Told(feature, 1, 2, language)!, FeatureSentence.Told(feature, 0, 2, language));
            Assert.DoesNotContain("{", one, StringComparison.Ordinal);
            Assert.True(other is null || other != one, feature.Name);
            Assert.True(feature.Unit == FeatureUnit.Flag || FeatureSentence.Told(feature, 7, 0, language) != one, feature.Name);
            Assert.DoesNotContain("{", FeatureSentence.Listed(feature, language), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_language_has_a_sentence_of_a_feature_that_is_not_there()
    {
        var keys = Catalogue.Features.Select(f => f.Key).Concat(Catalogue.Features.Where(f => f.OtherwiseTemplate is not null).Select(f => f.Key + "!")).Append("standing").ToHashSet();
        Assert.All(SentenceLanguage.All.Where(l => l != SentenceLanguage.English), l => Assert.Equal(keys.Order(StringComparer.Ordinal), l.Keys.Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("en", 1, "We contacted the customer 1 time in the last 30 days.")]
    [InlineData("en", 1200, "We contacted the customer 1,200 times in the last 30 days.")]
    [InlineData("uk", 1, "За останні 30 днів ми зв’язувалися з клієнтом 1 раз.")]
    [InlineData("uk", 3, "За останні 30 днів ми зв’язувалися з клієнтом 3 рази.")]
    [InlineData("uk", 11, "За останні 30 днів ми зв’язувалися з клієнтом 11 разів.")]
    [InlineData("uk", 12, "За останні 30 днів ми зв’язувалися з клієнтом 12 разів.")]
    [InlineData("uk", 22, "За останні 30 днів ми зв’язувалися з клієнтом 22 рази.")]
    [InlineData("uk", 25, "За останні 30 днів ми зв’язувалися з клієнтом 25 разів.")]
    [InlineData("uk", 101, "За останні 30 днів ми зв’язувалися з клієнтом 101 раз.")]
    [InlineData("uk", 111, "За останні 30 днів ми зв’язувалися з клієнтом 111 разів.")]
    [InlineData("fa", 12, "در ۳۰ روز اخیر ۱۲ بار با مشتری تماس گرفته‌ایم.")]
    [InlineData("zh", 12, "最近30天我们联系客户12次。")]
    [InlineData("hy", 12, "Վերջին 30 օրում հաճախորդի հետ կապվել ենք 12 անգամ։")]
    public void Counted_things_take_the_form_of_their_number(string tag, double value, string sentence) =>
        Assert.Equal(sentence, FeatureSentence.Of(Features["contacts_out_30d"], value, 2, SentenceLanguage.Find(tag)!));

    [Theory]
    [InlineData("en", "The promotion ends in 1 day.", "Pays 1,234,568 a month.", "The balance is 0.4 times its highest of the last year.")]
    [InlineData("uk", "До кінця акції: 1 день.", "Клієнт сплачує 1 234 568 на місяць.", "Залишок становить 40 % від найбільшого за останній рік.")]
    [InlineData("fa", "تا پایان تخفیف ویژه ۱ روز مانده است.", "ماهانه ۱٬۲۳۴٬۵۶۸ می‌پردازد.", "مانده ۰٫۴ برابر بیشترین ماندهٔ یک سال اخیر است.")]
    [InlineData("zh", "距离优惠结束还有1天。", "每月支付1,234,568。", "余额是最近一年最高值的40%。")]
    [InlineData("hy", "Մինչև հատուկ առաջարկի ավարտը մնացել է 1 օր։", "Ամսական վճարում է 1 234 568։", "Մնացորդը վերջին տարվա ամենամեծի 40%-ն է։")]
    public void Units_are_worded_as_the_language_does(string tag, string days, string money, string ratio)
    {
        var language = SentenceLanguage.Find(tag)!;
        Assert.Equal(days, FeatureSentence.Of(Features["days_to_promotion_end"], 1, 2, language));
        Assert.Equal(money, FeatureSentence.Of(Features["price_per_month"], 123456789, 2, language)!.Replace('\u00A0', ' '));
        Assert.Equal(ratio, FeatureSentence.Of(Features["balance_against_peak_12m"], 0.4, 2, language));
    }

    [Fact]
    public void The_words_of_the_business_stand_in_every_sentence_made_of_them()
    {
        foreach (var language in SentenceLanguage.All)
        {
            Assert.Contains("card payment", FeatureSentence.Of(Features["events_90d: card_payment"], 3, 2, language), StringComparison.Ordinal);
            Assert.Contains("loan", FeatureSentence.Of(Features["holds: loan"], 0, 2, language), StringComparison.Ordinal);
            Assert.Contains("Plan: gold", FeatureSentence.Of(Features["Plan: gold"], 1, 2, language), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_language_is_found_by_its_tag_with_or_without_a_region_and_others_are_not()
    {
        Assert.Equal("uk", SentenceLanguage.Find("uk-UA")!.Tag);
        Assert.Null(SentenceLanguage.Find("tlh"));
    }
}
