import { v7 as uuidv7 } from 'uuid'
import { foldName, type UserRole, type UserStatus } from '@/server/users/user'

/** A made-up person as a row of `users`. */
export type SeedPerson = {
  id: string
  /** Of the event of their creation. */
  event_id: string
  name: string
  name_folded: string
  email: string
  email_canonical: string
  role: UserRole
  status: UserStatus
  status_reason: string | null
  last_sign_in_at: string | null
  created_at: string
  updated_at: string
  deleted_at: string | null
}

type Culture = { given: string[]; family: string[]; familyFirst?: boolean }

const list = (names: string) => names.split(', ')

/** Given and family names go together by where people come from, so that names sound like names. */
const cultures: Culture[] = [
  {
    given: list(
      'Maja, Linnea, Elsa, Astrid, Freja, Johanna, Sigrid, Oskar, Erik, Nils, Björn, Gustav, Åsa, Sören, Ingrid',
    ),
    family: list(
      'Lindqvist, Bergström, Åkesson, Nyström, Hallberg, Sjögren, Ekdahl, Wikström, Sundin, Öberg, Norén, Dahl',
    ),
  },
  {
    given: list('Amara, Chidi, Ngozi, Tunde, Yetunde, Emeka, Folake, Ifeoma, Obinna, Zainab, Kelechi, Adaeze, Segun'),
    family: list('Okafor, Adeyemi, Balogun, Eze, Nwosu, Okonkwo, Abiola, Ogunleye, Bello, Chukwu, Danjuma, Uche'),
  },
  {
    given: list(
      'Priya, Rohan, Ananya, Arjun, Kavya, Vikram, Meera, Aditya, Nisha, Sanjay, Divya, Rahul, Lakshmi, Mohan',
    ),
    family: list(
      'Raghunathan, Chaudhari, Venkataraghavan, Iyer, Banerjee, Kulkarni, Reddy, Menon, Bose, Deshpande, Nair, Rao',
    ),
  },
  {
    given: list('Niamh, Aoife, Siobhán, Ciarán, Oisín, Saoirse, Eoin, Gráinne, Pádraig, Róisín, Tadhg, Caoimhe'),
    family: list(
      'Ó Súilleabháin, Hanrahan, Byrne, Mac Giolla Phádraig, Doyle, Kavanagh, O’Brien, Ní Dhomhnaill, Quinn, Walsh',
    ),
  },
  {
    given: list('はな, 陽菜, 蓮, 美咲, 大翔, さくら, 健太, 結衣, 翔太, 葵, 直樹, 恵子'),
    family: list('佐藤, 鈴木, 高橋, 田中, 伊藤, 渡辺, 山本, 中村, 小林, 加藤, 吉田, 山田'),
    familyFirst: true,
  },
  {
    given: list('Yuhan, Mei, Wei, Xiaoming, Li, Jing, Hao, Fang, Jun, Xin, Qiang, Na'),
    family: list('Zhang, Wang, Li, Liu, Chen, Yang, Huang, Zhao, Wu, Zhou, Xu, Sun'),
    familyFirst: true,
  },
  {
    given: list('Жанна, Олена, Тарас, Ірина, Богдан, Оксана, Микола, Дарина, Андрій, Наталія, Сергій, Юлія'),
    family: list('Коваленко, Шевченко, Бондаренко, Ткаченко, Кравчук, Мельник, Поліщук, Олійник, Лисенко, Савченко'),
  },
  {
    given: list('جيهان, محمد, فاطمة, أحمد, ليلى, عمر, مريم, خالد, نور, يوسف, سلمى, طارق'),
    family: list('المصري, الحسن, العلي, الخطيب, حداد, الشامي, منصور, عبد الله, السيد, النجار'),
  },
  {
    given: list('Thanh Hằng, Minh Anh, Đức, Thị Thanh, Quang Huy, Ngọc, Bảo Châu, Văn Hùng, Thu Trang, Hoàng'),
    family: list('Nguyễn, Trần, Lê, Phạm, Hoàng, Phan, Vũ, Đặng, Bùi, Đỗ, Hồ, Ngô'),
    familyFirst: true,
  },
  {
    given: list('Handan, Elif, Mehmet, Ayşe, Emre, Zeynep, Burak, Çağla, Mustafa, Gülşen, Oğuz, Defne'),
    family: list('Yılmazer, Demir, Kaya, Çelik, Şahin, Öztürk, Aydın, Arslan, Doğan, Kılıç, Koç, Güneş'),
  },
  {
    given: list('Hania, Zofia, Jakub, Łukasz, Agnieszka, Wojciech, Małgorzata, Paweł, Katarzyna, Stanisław, Ola'),
    family: list('Wojciechowska, Łuczak, Kowalczyk, Wiśniewska, Zieliński, Dąbrowski, Krawczyk, Mazur, Pietrzak, Żak'),
  },
  {
    given: list('Thandiwe, Johannes, Sipho, Nomvula, Pieter, Lerato, Bongani, Annelie, Kagiso, Zanele, Thabo, Mandla'),
    family: list(
      'Mkhize, van den Heuvel, Ntshangase, Dlamini, Botha, Mokoena, Nkosi, Pretorius, Khumalo, Molefe, Zulu',
    ),
  },
  {
    given: list('Ana Beatriz, João, Thiago, Camila, Rafael, Letícia, Mateus, Larissa, Inês, Duarte, Sofia, Gonçalo'),
    family: list(
      'Albuquerque, Figueiredo, Souza, Cavalcanti, Ribeiro, Araújo, Moreira, Teixeira, Magalhães, Conceição, Pinto',
    ),
  },
  {
    given: list(
      'Grace, Oliver, Ruth, Harriet, Samuel, Beatrice, Theodore, Imogen, Jonah, Clara, Edmund, Alice, Marcus',
    ),
    family: list(
      'Whitcombe, Fitzgerald, Ashworth, Penhaligon, Hargreaves, Blackwood, Thornbury, Marlowe, Sinclair, Prescott',
    ),
  },
  {
    given: list('Lukas, Jonas, Greta, Friederike, Matthias, Annika, Jürgen, Lieselotte, Konrad, Hannah, Klaus, Käthe'),
    family: list(
      'Weber, Schäfer, Großmann, Vogel, Krüger, Hofmann, Böttcher, Lehmann, Seidel, Brandt, Müller-Lüdenscheidt',
    ),
  },
  {
    given: list('Eun-ji, Min-jun, Ji-woo, Seo-yeon, Hyun-woo, Soo-jin, Tae-hyung, Ha-eun, Dong-hyun, Yuna'),
    family: list('Kim, Lee, Park, Choi, Jung, Kang, Cho, Yoon, Jang, Lim'),
    familyFirst: true,
  },
]

const domains = list(
  'northgate.example, kitahama.example, addis-transit.example, landspitali.example, dnipro-metro.example, nile-water.example, bachmai.example, chennai-port.example, randburg.example, poczta-krakow.example, ekurhuleni.example, halden.example, cang-hai-phong.example, orchard-clinic.example, tidewater.example, ravensworth.example, monteverde.example, kestrel-labs.example, sunnmore.example, gullfoss.example',
)
const suspensions = ['On leave', 'Parental leave', 'Contract paused', 'Left the project', 'Waiting for papers', null]
const locks = ['Reported phishing', 'Lost laptop', 'Shared password', 'Sign-in from two countries at once']

const day = 86_400_000
/** Ids carry a fixed time, so that person `index` has the same id whenever it is made. */
const idTime = Date.UTC(2026, 0, 1)

/** The `index`th made-up person: the same for the same index, but for times, which count back from `now`. */
export function seedPerson(index: number, now: Date): SeedPerson {
  const random = randomFrom(index)
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)] as Value
  const culture = pick(cultures)
  const [given, family] = [pick(culture.given), pick(culture.family)]
  const name = culture.familyFirst ? `${family} ${given}` : `${given} ${family}`
  const email = `${mailName(given, family, index)}@${pick(domains)}`
  const createdAt = new Date(now.getTime() - Math.floor(random() ** 1.6 * 4 * 365 * day) - Math.floor(random() * day))
  const [newness, sinceSignIn, fate, rank, end] = [random(), random(), random(), random(), random()]
  const between = (from: Date, to: Date, part: number) =>
    new Date(to.getTime() - Math.floor(part * (to.getTime() - from.getTime())))
  const month = new Date(Math.max(createdAt.getTime(), now.getTime() - 28 * day))
  const isDeleted = index === 8 || end < 0.012
  const deletedAt = isDeleted ? between(month, now, random()) : null
  const gone = deletedAt ?? now
  const lastSignInAt = new Date(Math.max(createdAt.getTime(), gone.getTime() + Math.log(1 - sinceSignIn) * 21 * day))
  const status: UserStatus =
    index === 5 || fate < 0.045 ? 'suspended' : index === 7 || fate < 0.062 ? 'locked' : 'active'
  const statusReason = status === 'suspended' ? pick(suspensions) : status === 'locked' ? pick(locks) : null
  return {
    id: uuidv7({ msecs: idTime + index, seq: index, random: bytesFrom(random) }),
    event_id: uuidv7({ msecs: createdAt.getTime(), seq: index, random: bytesFrom(random) }),
    name,
    name_folded: culture.familyFirst ? `${folded(family)} ${folded(given)}` : `${folded(given)} ${folded(family)}`,
    email,
    // Lower-case ASCII from the start, which is canonical already
    email_canonical: email,
    role: roleOf(index, rank),
    status,
    status_reason: statusReason,
    last_sign_in_at: index === 6 || newness < 0.09 ? null : lastSignInAt.toISOString(),
    created_at: createdAt.toISOString(),
    updated_at: gone === now ? createdAt.toISOString() : gone.toISOString(),
    deleted_at: deletedAt?.toISOString() ?? null,
  }
}

/** Few administrate. The first ten people are of every role and state, so that ten are enough to see them all. */
function roleOf(index: number, rank: number): UserRole {
  if (index < 10) return index === 0 ? 'admin' : index < 3 ? 'manager' : 'user'
  return rank < 0.0015 ? 'admin' : rank < 0.02 ? 'manager' : 'user'
}

/** Names that have no Latin letters get an address made of their number. */
function mailName(given: string, family: string, index: number): string {
  const latin = [given, family].map((part) => folded(part).replace(/[^a-z]+/g, '')).filter(Boolean)
  if (latin.length < 2) return `staff-${(index + 4711).toString(36)}`
  return `${latin.join('.')}${index < 50 ? '' : index}`
}

const foldedNames = new Map<string, string>()

/** Folding takes longer than all the rest; and there are few names. */
function folded(part: string): string {
  const known = foldedNames.get(part) ?? foldName(part)
  foldedNames.set(part, known)
  return known
}

/** Mulberry32: small, even, and the same everywhere for the same seed. */
function randomFrom(seed: number): () => number {
  let state = (seed + 1) * 0x9e3779b9
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function bytesFrom(random: () => number): Uint8Array {
  return Uint8Array.from({ length: 16 }, () => Math.floor(random() * 256))
}
