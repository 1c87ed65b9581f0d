using System.Text;

namespace Holdfast.Operations.Ingest.Profile;

/// <summary>The words of a name of a column or file: CustomerID, customer_id and "Customer ID" are customer + id.</summary>
static class NameWords
{
    // What stands before the colon is meant by the words behind it, the commonest of other languages among them.
    const string Synonyms =
        """
        customer: cust customers клиент клієнт مشتری 客户 հաճախորդ cliente kunde kunden ncodpers msno kundin mandant покупець абонент абонента клієнта клиента 顾客
        client: clients
        user: users 用户
        member: members
        account: acct acc accounts
        number: num no nr nbr numb شماره nummer номер 号 号码 համար numero número
        date: dt дата تاریخ 日期 ամսաթիվ fecha datum день 时间 datums
        timestamp: ts datetime
        amount: amt сума сумма مبلغ 金额 գումար importe betrag суми 金額 summe montant monto
        quantity: qty menge кількість количество تعداد 数量 քանակ cantidad
        transaction: trans txn tx transactions buchung buchungs транзакція операція تراکنش 交易
        order: orders
        purchase: purchases
        invoice: invoices
        payment: payments
        subscription: subscriptions
        contract: contracts
        charge: charges
        ticket: tickets
        call: calls
        contact: contacts
        complaint: complaints
        review: reviews
        month: months mon mths
        year: years yrs
        day: days
        week: weeks
        item: items
        product: products produkt artikel товар продукт محصول 产品 商品 ապրանք producto
        card: cards
        loan: loans
        churn: churned attrited attrition exited churner
        cancel: cancelled canceled cancellation
        close: closed closing
        registration: registered reg
        join: signup joined joining eintritt eintritts عضویت 加入 вступу входу alta
        open: opened opening
        start: started begin from
        end: ended to until
        leave: left leaving austritt austritts 离开 виходу خروج baja
        termination: terminated
        expiry: expires expiration expire
        description: desc
        category: cat
        kind: type نوع тип 类型 տեսակ tipo art
        phone: msisdn tel telephone mobile
        email: mail
        birth: dob birthday birthdate geburt geburts народження рождения تولد 出生 ծննդյան nacimiento
        id: شناسه ідентифікатор идентификатор 编号 标识 նույնացուցիչ
        code: کد код 代码 կոդ
        reason: grund kündigungsgrund причина دلیل 原因 պատճառ motivo
        revenue: umsatz дохід درآمد 收入
        branch: filiale филиал відділення филиала شعبه 分行 մասնաճյուղ sucursal
        zip: plz индекс індекс
        price: preis ціна цена قیمت 价格 գին precio
        balance: bal залишок остаток موجودی 余额 մնացորդ
        name: имя ім نام 姓名 անուն nombre
        region: регіон регион استان 地区 մարզ provincia
        """;

    static readonly Dictionary<string, string> Same = Synonyms.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line.Split(": "))
        .SelectMany(parts => parts[1].Split(' ').Select(word => (word, meant: parts[0])))
        .ToDictionary(pair => pair.word, pair => pair.meant, StringComparer.Ordinal);

    static readonly HashSet<string> Known =
    [
        .. Same.Keys, .. Same.Values, "client", "subscriber", "order", "invoice", "stock", "user", "member", "id", "date", "day", "code", "key", "number", "kind", "name", "time", "churn", "start", "end", "open", "close", "sum",
    ];

    /// <summary>The words in lower case, synonyms made one.</summary>
    public static IReadOnlyList<string> Of(string name)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var edge = !char.IsLetterOrDigit(name[i])
                || (i > 0 && char.IsUpper(name[i]) && (char.IsLower(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]) && char.IsUpper(name[i - 1]))))
                || (i > 0 && char.IsDigit(name[i]) != char.IsDigit(name[i - 1]) && char.IsLetterOrDigit(name[i - 1]));
            if (edge) Take(word, words);
            if (char.IsLetterOrDigit(name[i])) word.Append(char.ToLowerInvariant(name[i]));
        }

        Take(word, words);
        return words;
    }

    /// <summary>The name's letters and digits only, so that one key is told under several spellings.</summary>
    public static string Bare(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    static void Take(StringBuilder word, List<string> words)
    {
        if (word.Length == 0) return;
        var text = word.ToString();
        word.Clear();
        if (Known.Contains(text)) words.Add(One(text));
        else if (Seam(text) is { } seam) words.AddRange([One(text[..seam]), One(text[seam..])]);
        else words.Add(text);
    }

    static string One(string word) => Same.GetValueOrDefault(word, word);

    /// <summary>Where a word is two known ones written as one, such as customerid or 客户编号; null where it is not.</summary>
    static int? Seam(string text)
    {
        for (var i = text.Length - 1; i > 0; i--)
        {
            if (Known.Contains(text[..i]) && Known.Contains(text[i..])) return i;
        }

        return null;
    }
}
