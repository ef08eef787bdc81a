import Translation

/// The first article of the Universal Declaration of Human Rights (United Nations, 1948), in the languages' own scripts.
///
/// Every two of them are source and translation.
struct FirstArticle {
    let tag: String
    let text: String

    static let all = [
        FirstArticle(
            tag: "en",
            text: """
                All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience \
                and should act towards one another in a spirit of brotherhood.
                """),
        FirstArticle(
            tag: "es",
            text: """
                Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están de razón y \
                conciencia, deben comportarse fraternalmente los unos con los otros.
                """),
        FirstArticle(
            tag: "fr",
            text: """
                Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et de \
                conscience et doivent agir les uns envers les autres dans un esprit de fraternité.
                """),
        FirstArticle(
            tag: "de",
            text: """
                Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen begabt \
                und sollen einander im Geist der Brüderlichkeit begegnen.
                """),
        FirstArticle(
            tag: "it",
            text: """
                Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti. Essi sono dotati di ragione e di \
                coscienza e devono agire gli uni verso gli altri in spirito di fratellanza.
                """),
        FirstArticle(
            tag: "pt",
            text: """
                Todos os seres humanos nascem livres e iguais em dignidade e em direitos. Dotados de razão e de consciência, \
                devem agir uns para com os outros em espírito de fraternidade.
                """),
        FirstArticle(
            tag: "pl",
            text: """
                Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są oni obdarzeni rozumem i \
                sumieniem i powinni postępować wobec innych w duchu braterstwa.
                """),
        FirstArticle(
            tag: "tr",
            text: """
                Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana sahiptirler ve birbirlerine \
                karşı kardeşlik zihniyeti ile hareket etmelidirler.
                """),
        FirstArticle(
            tag: "vi",
            text: """
                Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền lợi. Mọi con người đều được tạo hóa \
                ban cho lý trí và lương tâm và cần phải đối xử với nhau trong tình anh em.
                """),
        FirstArticle(
            tag: "sr-Latn",
            text: """
                Sva ljudska bića rađaju se slobodna i jednaka u dostojanstvu i pravima. Ona su obdarena razumom i svešću i \
                treba jedni prema drugima da postupaju u duhu bratstva.
                """),
        FirstArticle(
            tag: "sr-Cyrl",
            text: """
                Сва људска бића рађају се слободна и једнака у достојанству и правима. Она су обдарена разумом и свешћу и \
                треба једни према другима да поступају у духу братства.
                """),
        FirstArticle(
            tag: "ru",
            text: """
                Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и совестью и \
                должны поступать в отношении друг друга в духе братства.
                """),
        FirstArticle(
            tag: "uk",
            text: """
                Всі люди народжуються вільними і рівними у своїй гідності та правах. Вони наділені розумом і совістю і \
                повинні діяти у відношенні один до одного в дусі братерства.
                """),
        FirstArticle(
            tag: "el",
            text: """
                Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα. Είναι προικισμένοι με \
                λογική και συνείδηση, και οφείλουν να συμπεριφέρονται μεταξύ τους με πνεύμα αδελφοσύνης.
                """),
        FirstArticle(
            tag: "hy",
            text: """
                Բոլոր մարդիկ ծնվում են ազատ ու հավասար իրենց արժանապատվությամբ ու իրավունքներով։ Նրանք ունեն բանականություն ու \
                խիղճ և միմյանց պետք է եղբայրաբար վերաբերվեն։
                """),
        FirstArticle(
            tag: "ka",
            text: """
                ყველა ადამიანი იბადება თავისუფალი და თანასწორი თავისი ღირსებითა და უფლებებით. მათ მინიჭებული აქვთ გონება და \
                სინდისი და ერთმანეთის მიმართ უნდა იქცეოდნენ ძმობის სულისკვეთებით.
                """),
        FirstArticle(
            tag: "ar",
            text: """
                يولد جميع الناس أحرارًا متساوين في الكرامة والحقوق. وقد وهبوا عقلًا وضميرًا وعليهم أن يعامل بعضهم بعضًا بروح \
                الإخاء.
                """),
        FirstArticle(
            tag: "fa",
            text: """
                تمام افراد بشر آزاد به دنیا می‌آیند و از لحاظ حیثیت و حقوق با هم برابرند. همه دارای عقل و وجدان هستند و باید \
                نسبت به یکدیگر با روح برادری رفتار کنند.
                """),
        FirstArticle(
            tag: "he",
            text: """
                כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם. כולם חוננו בתבונה ובמצפון, לפיכך חובה עליהם לנהוג איש \
                ברעהו ברוח של אחוה.
                """),
        FirstArticle(
            tag: "hi",
            text: """
                सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है। उन्हें बुद्धि और अन्तरात्मा की देन प्राप्त \
                है और परस्पर उन्हें भाईचारे के भाव से बर्ताव करना चाहिए।
                """),
        FirstArticle(
            tag: "ta",
            text: """
                மனிதப் பிறிவியினர் சகலரும் சுதந்திரமாகவே பிறக்கின்றனர்; அவர்கள் மதிப்பிலும், உரிமைகளிலும் சமமானவர்கள், அவர்கள் \
                நியாயத்தையும் மனச்சாட்சியையும் இயற்பண்பாகப் பெற்றவர்கள். அவர்கள் ஒருவருடனொருவர் சகோதர உணர்வுப் பாங்கில் நடந்துகொள்ளல் \
                வேண்டும்.
                """),
        FirstArticle(
            tag: "th",
            text: """
                มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ ต่างมีเหตุผลและมโนธรรม \
                และควรปฏิบัติต่อกันด้วยเจตนารมณ์แห่งภราดรภาพ
                """),
        FirstArticle(
            tag: "am",
            text: """
                የሰው፡ልጅ፡ሁሉ፡ሲወለድ፡ነጻና፡በክብርና፡በመብትም፡እኩልነት፡ያለው፡ነው።፡የተፈጥሮ፡ማስተዋልና፡ሕሊና፡ስላለው፡አንዱ፡ሌላውን፡በወንድማማችነት፡\
                መንፈስ፡መመልከት፡ይገባዋል።
                """),
        FirstArticle(
            tag: "ko",
            text: """
                모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다. 인간은 천부적으로 이성과 양심을 부여받았으며 서로 형제애의 정신으로 \
                행동하여야 한다.
                """),
        FirstArticle(
            tag: "ja",
            text: """
                すべての人間は、生れながらにして自由であり、かつ、尊厳と権利とについて平等である。人間は、理性と良心とを授けられており、互いに同胞の精神をもって行動しなければならない。
                """),
        FirstArticle(tag: "zh-Hans", text: "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。"),
        FirstArticle(tag: "zh-Hant", text: "人人生而自由，在尊嚴和權利上一律平等。他們賦有理性和良心，並應以兄弟關係的精神相對待。"),
    ]

    /// The text in a language.
    static func text(in tag: String) -> String { all.first { $0.tag == tag }?.text ?? "" }
}
