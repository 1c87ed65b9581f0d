using Holdfast.Numerics;

namespace Holdfast.Simulation.Bank;

/// <summary>Names in five scripts.</summary>
static class Names
{
    static readonly Dictionary<string, (string[] Given, string[] Family)> Lists = new(StringComparer.Ordinal)
    {
        ["en"] = (["Anna", "Ben", "Clara", "David", "Ellen", "Frank", "Grace", "Henry", "Irene", "Jack", "Kate", "Liam", "Mary", "Noah", "Olive", "Paul"],
            ["Adams", "Baker", "Carter", "Dixon", "Ellis", "Foster", "Graham", "Harris", "Ingram", "Jones", "Keller", "Lewis", "Moore", "O'Brien", "Smith-Hall", "Young"]),
        ["fa"] = (["علی", "مریم", "رضا", "زهرا", "حسین", "سارا", "محمد", "نرگس", "امیر", "فاطمه", "کاوه", "لیلا", "آرش", "شیرین", "بهرام", "پروین"],
            ["احمدی", "حسینی", "رضایی", "کریمی", "محمدی", "موسوی", "جعفری", "صادقی", "رحیمی", "قاسمی", "نجفی", "یزدانی", "شریفی", "کاظمی", "تهرانی", "شیرازی"]),
        ["zh"] = (["伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛", "明"],
            ["王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭"]),
        ["hy"] = (["Արամ", "Անի", "Դավիթ", "Մարիամ", "Գոռ", "Լիլիթ", "Հայկ", "Նարե", "Տիգրան", "Գայանե", "Արմեն", "Սոնա", "Վահե", "Աստղիկ", "Կարեն", "Մանե"],
            ["Պետրոսյան", "Սարգսյան", "Հակոբյան", "Գրիգորյան", "Հովհաննիսյան", "Մկրտչյան", "Կարապետյան", "Ավետիսյան", "Խաչատրյան", "Մանուկյան"]),
        ["uk"] = (["Олена", "Андрій", "Ірина", "Василь", "Наталія", "Тарас", "Оксана", "Микола", "Софія", "Богдан", "Юлія", "Петро", "Марія", "Ігор", "Дарина", "Олег"],
            ["Шевченко", "Коваленко", "Бондаренко", "Ткаченко", "Кравченко", "Олійник", "Лисенко", "Мельник", "Поліщук", "Савченко", "Гриценко", "Мороз"]),
    };

    /// <summary>A name of the language; family names stand first in Chinese.</summary>
    public static string Pick(string language, RandomStream luck)
    {
        var (given, family) = Lists[language];
        string first = given[luck.Index(given.Length)], last = family[luck.Index(family.Length)];
        return language == "zh" ? last + first : first + " " + last;
    }
}
